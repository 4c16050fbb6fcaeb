package io.trailhouse.lake.catalog;

import io.trailhouse.lake.parquet.BrokenFileException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/// What every commit to a table goes through, whoever makes it: the home must still be there
/// ([HomeGuard]), and the commit's time is never before that of the last one ([CommitTimes]).
final class GuardedOperations implements TableOperations {
  private final TableOperations real;
  private final LakeCatalog catalog;
  private final String name;

  /// The true table behind each one that was shown in its place.
  private final Map<TableMetadata, TableMetadata> shown =
      Collections.synchronizedMap(new WeakHashMap<>());

  private @Nullable TableMetadata seen;
  private @Nullable TableMetadata view;

  GuardedOperations(TableOperations real, LakeCatalog catalog, String name) {
    this.real = real;
    this.catalog = catalog;
    this.name = name;
  }

  @Override
  @SuppressWarnings("NullAway") // Iceberg's answer for a table that is not there is null
  public TableMetadata current() {
    return shown(real.current());
  }

  @Override
  @SuppressWarnings("NullAway") // as above
  public TableMetadata refresh() {
    return shown(real.refresh());
  }

  private static void requireOwn(@Nullable TableMetadata table) {
    if (table != null && !MetadataFiles.isOwn(table)) {
      throw BrokenFileException.damaged(
          table.metadataFileLocation(), "an older metadata file is in its place", null);
    }
  }

  private synchronized @Nullable TableMetadata shown(@Nullable TableMetadata table) {
    long now = catalog.now();
    requireOwn(table);
    if (table == null || CommitTimes.latest(table) <= now) {
      return table;
    }
    if (!table.equals(seen) || view == null || CommitTimes.latest(view) > now) {
      view = CommitTimes.seenAt(table, now);
      seen = table;
      shown.put(view, table);
    }
    return view;
  }

  @Override
  @SuppressWarnings("NullAway") // a table that is made has no metadata before
  public void commit(@Nullable TableMetadata base, TableMetadata made) {
    catalog.requireWritable();
    TableMetadata table = base == null ? null : shown.get(base);
    if (table == null) {
      real.commit(base, made);
    } else if (!made.equals(base)) {
      long now = catalog.now();
      catalog.tellClock(name, CommitTimes.latest(table), now);
      real.commit(table, CommitTimes.settled(table, made, now));
    }
  }

  @Override
  public FileIO io() {
    return real.io();
  }

  @Override
  public EncryptionManager encryption() {
    return real.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return real.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return real.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return real.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return real.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return real.requireStrictCleanup();
  }
}
