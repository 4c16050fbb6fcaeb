package io.trailhouse.lake.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/// Takes away what no reader needs any more: old snapshots with their files, and files that nothing
/// has ever referred to.
final class Leftovers {
  private final UpkeepOptions options;
  private final Instant now;
  private long snapshots;

  Leftovers(UpkeepOptions options, Instant now) {
    this.options = options;
    this.now = now;
  }

  long snapshots() {
    return snapshots;
  }

  /// Expires old snapshots, never the current one, and deletes what only they led to. Answers how
  /// many files that were.
  ///
  /// The ledger has caught up before, so the input manifests of expired snapshots may go as well.
  long expire(Table table) {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return 0;
    }
    List<Long> old = new ArrayList<>();
    long oldest = now.minus(options.snapshotAge()).toEpochMilli();
    for (Snapshot snapshot : table.snapshots()) {
      if (snapshot.snapshotId() != current.snapshotId() && snapshot.timestampMillis() <= oldest) {
        old.add(snapshot.snapshotId());
      }
    }
    if (old.isEmpty()) {
      return 0;
    }
    Set<String> before = ReachableFiles.of(table);
    ExpireSnapshots expire =
        table.expireSnapshots().cleanupLevel(ExpireSnapshots.CleanupLevel.NONE);
    old.forEach(expire::expireSnapshotId);
    expire.commit();
    table.refresh();
    snapshots += old.size();
    before.removeAll(ReachableFiles.of(table));
    before.forEach(table.io()::deleteFile);
    return before.size();
  }

  /// Deletes old files below the table's folder that nothing leads to.
  long removeOrphans(Table table) {
    if (!(table.io() instanceof SupportsPrefixOperations io)) {
      return 0;
    }
    long youngest = now.minus(options.orphanAge()).toEpochMilli();
    List<String> candidates = new ArrayList<>();
    for (FileInfo file : io.listPrefix(table.location())) {
      if (file.createdAtMillis() < youngest) {
        candidates.add(file.location());
      }
    }
    table.refresh();
    Set<String> reachable = new HashSet<>(ReachableFiles.of(table));
    candidates.removeIf(reachable::contains);
    candidates.forEach(io::deleteFile);
    return candidates.size();
  }
}
