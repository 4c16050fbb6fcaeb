package io.trailhouse.lake.findings;

import java.util.Objects;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;

/// A table whose catalog fails once, at a chosen moment of the first commit.
public final class FailingCatalog implements TableOperations {
  private enum Moment {
    BEFORE,
    AFTER,
    UNKNOWN,
    SILENT
  }

  private final TableOperations real;
  private final Moment moment;
  private boolean failed;
  private boolean silent;
  private @Nullable Runnable attempt;

  private FailingCatalog(Table table, Moment moment) {
    this.real = ((BaseTable) table).operations();
    this.moment = moment;
  }

  /// The process dies when everything is written and nothing committed.
  public static FailingCatalog beforeCommit(Table table) {
    return new FailingCatalog(table, Moment.BEFORE);
  }

  /// The commit takes effect and the answer is lost.
  public static FailingCatalog afterCommit(Table table) {
    return new FailingCatalog(table, Moment.AFTER);
  }

  /// The commit does not take effect and nobody says so.
  public static FailingCatalog unknown(Table table) {
    return new FailingCatalog(table, Moment.UNKNOWN);
  }

  /// The commit takes effect, and from then on the catalog says nothing until it [#answers].
  public static FailingCatalog silent(Table table) {
    return new FailingCatalog(table, Moment.SILENT);
  }

  public void answers() {
    silent = false;
  }

  /// The commit of which nobody knew arrives at the catalog after all.
  public void arrivesLate() {
    Objects.requireNonNull(attempt, "it has not been made yet").run();
  }

  public Table table() {
    return new BaseTable(this, "table");
  }

  public FindingTable open() {
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
      case UNKNOWN -> {
        attempt = () -> real.commit(base, metadata);
        throw new CommitStateUnknownException(new IllegalStateException("no answer"));
      }
      case SILENT -> {
        real.commit(base, metadata);
        silent = true;
        throw new UncheckedSQLException("the answer is lost");
      }
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
    if (silent) {
      throw new UncheckedSQLException("the catalog does not answer");
    }
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
