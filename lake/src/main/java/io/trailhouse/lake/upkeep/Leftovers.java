package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.catalog.CommitTimes;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Ledger;
import io.trailhouse.lake.commit.SnapshotRetainer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.util.SnapshotUtil;

/// Takes away what no reader needs any more: old snapshots with their files, and files that nothing
/// has ever referred to.
final class Leftovers {
  private static final int MOST_ATTEMPTS = 25;

  /// How writers of a table name their files: with a UUID, so that no name is made twice. What is
  /// named otherwise is somebody's.
  private static final Pattern NAME =
      Pattern.compile(
          ".*/(data|metadata)/(.*/)?[^/]*\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}[^/]*"
              + "\\.(parquet|avro|metadata\\.json|jsonl\\.gz)");

  private final Lake lake;
  private final InstantSource clock;
  private long snapshots;
  private long files;
  private long orphans;

  Leftovers(Lake lake, InstantSource clock) {
    this.lake = lake;
    this.clock = clock;
  }

  long snapshots() {
    return snapshots;
  }

  long files() {
    return files;
  }

  long orphans() {
    return orphans;
  }

  /// Expires the snapshots of all tables that were replaced before a moment, and deletes what only
  /// they led to; commits to `events` that somebody follows stay.
  void expire(Table events, List<Table> others, Instant moment) {
    long followed = new SnapshotRetainer(lake.home(), clock).oldest();
    List<Long> oldEvents = old(events, moment);
    oldEvents.removeIf(id -> events.snapshot(id).sequenceNumber() >= followed - 1);
    if (!oldEvents.isEmpty()) {
      Ledger.catchUp(lake); // the input manifests of these snapshots go with them
      expire(events, oldEvents);
    }
    others.forEach(other -> expire(other, old(other, moment)));
  }

  /// Snapshots that nobody has been led to for some time: neither current nor named by a branch or
  /// tag.
  private static List<Long> old(Table table, Instant moment) {
    table.refresh();
    Set<Long> kept = new HashSet<>();
    for (SnapshotRef ref : table.refs().values()) {
      kept.add(ref.snapshotId());
      boolean main =
          table.currentSnapshot() != null
              && ref.snapshotId() == table.currentSnapshot().snapshotId();
      if (ref.isBranch() && !main) {
        SnapshotUtil.ancestorIdsBetween(ref.snapshotId(), null, table::snapshot).forEach(kept::add);
      }
    }
    Map<Long, Long> replaced = replacedAt(table);
    long latest = moment.equals(Instant.MAX) ? Long.MAX_VALUE : moment.toEpochMilli();
    List<Long> old = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      long id = snapshot.snapshotId();
      if (!kept.contains(id) && replaced.getOrDefault(id, snapshot.timestampMillis()) <= latest) {
        old.add(id);
      }
    }
    return old;
  }

  /// When each ancestor of the current snapshot got its successor, milliseconds since 1970: before
  /// that got its own, whatever the clock said.
  private static Map<Long, Long> replacedAt(Table table) {
    Map<Long, Long> times = new HashMap<>();
    long later = Long.MAX_VALUE;
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      later = Math.min(later, CommitTimes.madeAt(snapshot));
      if (snapshot.parentId() != null) {
        times.put(snapshot.parentId(), later);
      }
    }
    return times;
  }

  private void expire(Table table, List<Long> old) {
    if (old.isEmpty()) {
      return;
    }
    ReachableFiles before = ReachableFiles.all(table);
    long expired = forget(((BaseTable) table).operations(), old);
    List<String> unneeded = before.without(ReachableFiles.all(table));
    unneeded.forEach(table.io()::deleteFile);
    snapshots += expired;
    files += unneeded.size();
  }

  /// Takes snapshots out of the table's metadata and answers how many there were. Iceberg's own way
  /// fails when another upkeep has expired one of them meanwhile.
  private static long forget(TableOperations operations, List<Long> old) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      TableMetadata base = operations.refresh();
      List<Long> there = new ArrayList<>(old);
      there.removeIf(id -> base.snapshot(id) == null);
      if (there.isEmpty()) {
        return 0;
      }
      try {
        operations.commit(base, TableMetadata.buildFrom(base).removeSnapshots(there).build());
        return there.size();
      } catch (CommitFailedException e) {
        // an appender was faster: the same once more on what it has made
      }
    }
    return 0; // others are busy; a later round does it
  }

  /// Deletes files below the table's folder that nothing leads to, that are named as its writers
  /// name theirs, and that were last written before a moment.
  void removeOrphans(Table table, Instant moment) {
    if (!(table.io() instanceof SupportsPrefixOperations io)) {
      return;
    }
    long youngest = moment.toEpochMilli();
    List<String> listing = new ArrayList<>();
    List<String> candidates = new ArrayList<>();
    for (FileInfo file : io.listPrefix(table.location())) {
      listing.add(file.location());
      if (file.createdAtMillis() < youngest && NAME.matcher(file.location()).matches()) {
        candidates.add(file.location());
      }
    }
    if (candidates.isEmpty()) {
      return;
    }
    ReachableFiles reachable = ReachableFiles.all(table); // after the listing: none of it is missed
    if (!reachable.areAmong(listing)) {
      return;
    }
    OtherMetadata.of(table).unknownCommits().forEach(reachable::addAll);
    candidates.removeIf(reachable::contains);
    candidates.forEach(io::deleteFile);
    orphans += candidates.size();
  }
}
