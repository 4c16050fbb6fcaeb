package io.trailhouse.lake;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/// A table whose catalog fails once, at a chosen moment of the first commit.
final class FailingCatalog implements TableOperations {
  private enum Moment {
    BEFORE,
    AFTER,
    UNKNOWN
  }

  private final TableOperations real;
  private final Moment moment;
  private boolean failed;

  private FailingCatalog(Table table, Moment moment) {
    this.real = ((BaseTable) table).operations();
    this.moment = moment;
  }

  /// The process dies when everything is written and nothing committed.
  static FailingCatalog beforeCommit(Table table) {
    return new FailingCatalog(table, Moment.BEFORE);
  }

  /// The commit takes effect and the answer is lost.
  static FailingCatalog afterCommit(Table table) {
    return new FailingCatalog(table, Moment.AFTER);
  }

  /// The commit does not take effect and nobody says so.
  static FailingCatalog unknown(Table table) {
    return new FailingCatalog(table, Moment.UNKNOWN);
  }

  FindingTable open() {
    return new FindingTable(new BaseTable(this, "findings"));
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (failed) {
      real.commit(base, metadata);
      return;
    }
    failed = true;
    switch (moment) {
      case BEFORE -> throw new IllegalStateException("killed");
      case UNKNOWN -> throw new CommitStateUnknownException(new IllegalStateException("no answer"));
      case AFTER -> {
        real.commit(base, metadata);
        throw new UncheckedSQLException("the answer is lost");
      }
    }
  }

  @Override
  public TableMetadata current() {
    return real.current();
  }

  @Override
  public TableMetadata refresh() {
    return real.refresh();
  }

  @Override
  public FileIO io() {
    return real.io();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return real.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return real.locationProvider();
  }
}
