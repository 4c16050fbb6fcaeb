package io.trailhouse.lake;

import io.trailhouse.event.EventTime;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.sink.Sink;
import io.trailhouse.sink.SinkBatch;
import io.trailhouse.source.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// Appends records to the table `events`, each event once, whoever else writes at the same time.
///
/// Rows are checked against [SeenKeys] and written to data files chunk by chunk; [#commit] is the
/// one atomic point. Before it, snapshots that others have made meanwhile are looked through, and
/// Iceberg refuses the commit when one more has come: then it is tried again.
public final class EventAppender implements Sink {
  private static final long DAY = 86_400_000_000L;
  private static final int MOST_ATTEMPTS = 100;

  private final Table table;
  private final Ledger ledger;
  private final AppendOptions options;
  private final InstantSource clock;
  private final SeenKeys seen;
  private final Map<String, DataFile> pending = new ConcurrentHashMap<>();
  private final Queue<EventColumns> idleColumns = new ConcurrentLinkedQueue<>();
  private final Set<String> ownBatches = ConcurrentHashMap.newKeySet();
  private final ReentrantReadWriteLock chunks = new ReentrantReadWriteLock(true);
  private final Object committing = new Object();

  /// The newest snapshot of which `seen` knows every row in the hours it has in memory. A later one
  /// may be current: Iceberg lets a commit through when what others have added lies in other days.
  private volatile @Nullable Snapshot settled;

  private volatile boolean failed;

  private EventAppender(Table table, Ledger ledger, AppendOptions options, InstantSource clock) {
    this.table = table;
    this.ledger = ledger;
    this.options = options;
    this.clock = clock;
    this.seen = new SeenKeys(options.keyMemory(), this::dataFiles, table.io());
    this.settled = table.currentSnapshot();
  }

  /// Opens the table for appending; the ledger catches up first with what a crash has left out.
  ///
  /// After a failure it takes no more: rows that count as there may have gone with the batch that
  /// failed. Whoever goes on opens the table anew.
  public static EventAppender open(Lake lake, AppendOptions options, InstantSource clock) {
    return open(lake.events(), lake.logFiles(), options, clock);
  }

  static EventAppender open(
      Table events, Table logFiles, AppendOptions options, InstantSource clock) {
    return new EventAppender(events, Ledger.open(logFiles, events), options, clock);
  }

  @Override
  public boolean knows(LogFile file) {
    return ledger.knows(file);
  }

  @Override
  public SinkBatch begin() {
    return begin(options.source());
  }

  private SinkBatch begin(String source) {
    refuseAfterFailure();
    return new AppendBatch(this, source, settled);
  }

  /// The same appender, for rows that come another way.
  ///
  /// @param source what `th_source` says of them
  public Sink from(String source) {
    return new Sink() {
      @Override
      public boolean knows(LogFile file) {
        return EventAppender.this.knows(file);
      }

      @Override
      public SinkBatch begin() {
        return EventAppender.this.begin(source);
      }
    };
  }

  void failed() {
    failed = true;
  }

  void refuseAfterFailure() {
    if (failed) {
      throw new IllegalStateException("a batch has failed: open the table anew");
    }
  }

  Table table() {
    return table;
  }

  Ledger ledger() {
    return ledger;
  }

  AppendOptions options() {
    return options;
  }

  SeenKeys seen() {
    return seen;
  }

  /// Chunks under way hold its read lock until their rows are in registered files; whoever has to
  /// see all rows takes the write lock.
  ReentrantReadWriteLock chunks() {
    return chunks;
  }

  /// Empty columns, kept warm from file to file.
  EventColumns borrowColumns() {
    EventColumns idle = idleColumns.poll();
    return idle == null ? new EventColumns() : idle;
  }

  /// Takes empty columns back. Whoever fails with rows in them keeps them.
  void giveBack(EventColumns columns) {
    idleColumns.add(columns);
  }

  /// Microseconds since 1970.
  long now() {
    return EventTime.micros(clock.instant());
  }

  static int dayOf(long micros) {
    return (int) Math.floorDiv(micros, DAY);
  }

  static int dayOf(DataFile file) {
    return file.partition().get(0, Integer.class);
  }

  /// The file's rows count from now on, for everybody in this process.
  void register(DataFile file) {
    pending.put(file.location(), file);
  }

  void withdraw(DataFile file) {
    pending.remove(file.location());
  }

  /// The data files, committed or registered, that can hold rows of these days.
  List<DataFile> dataFiles(Set<Integer> days, boolean withoutTime) throws IOException {
    Map<String, DataFile> found = new LinkedHashMap<>();
    for (DataFile file : pending.values()) {
      if (withoutTime || days.contains(dayOf(file))) {
        found.put(file.location(), file);
      }
    }
    if (!days.isEmpty()) {
      plan(inDays(days), found);
    }
    if (withoutTime) {
      plan(Expressions.lessThan("th_layout", "@"), found);
    }
    found.values().removeIf(file -> !withoutTime && !days.contains(dayOf(file)));
    return List.copyOf(found.values());
  }

  private void plan(Expression filter, Map<String, DataFile> into) throws IOException {
    if (table.currentSnapshot() == null) {
      return;
    }
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(filter).includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        requireNoDeletes(task);
        into.putIfAbsent(task.file().location(), task.file());
      }
    }
  }

  static void requireNoDeletes(FileScanTask task) {
    if (!task.deletes().isEmpty()) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "the table has delete files, which Trailhouse neither writes nor reads",
          task.file().location(),
          "Rewrite the table's data files with the engine that deleted rows");
    }
  }

  private static Expression inDays(Set<Integer> days) {
    long first = days.stream().mapToLong(day -> day * DAY).min().orElse(0);
    long last = days.stream().mapToLong(day -> (day + 1) * DAY).max().orElse(0);
    return Expressions.and(
        Expressions.greaterThanOrEqual("eventtime", first),
        Expressions.lessThan("eventtime", last));
  }

  /// Makes a batch part of the table.
  void commit(AppendBatch batch) {
    synchronized (committing) {
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        CommitOutcome outcome = attempt(batch);
        if (outcome instanceof CommitOutcome.Committed) {
          table.refresh();
          ledger.catchUp(table);
          return;
        }
        if (outcome instanceof CommitOutcome.Unknown unknown) {
          throw new TrailhouseException(
              Code.COMMIT_UNKNOWN,
              "the catalog did not say whether batch " + batch.id() + " was committed",
              table.location(),
              "Run the same command again once the catalog answers: what was committed is"
                  + " recognised, nothing is lost or doubled",
              unknown.cause());
        }
      }
    }
    throw new TrailhouseException(
        Code.COMMIT_CONFLICT,
        "other writers were faster " + MOST_ATTEMPTS + " times in a row",
        table.location(),
        "Run the same command again: what was committed is recognised");
  }

  private CommitOutcome attempt(AppendBatch batch) {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    try {
      settleForeign(batch, current);
      batch.writeManifest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ownBatches.add(batch.id());
    try {
      prepare(batch, current).commit();
      return forget(batch);
    } catch (ValidationException | CommitFailedException e) {
      return new CommitOutcome.Conflict();
    } catch (TrailhouseException e) {
      throw e; // it was refused before it began
    } catch (RuntimeException e) {
      return lookUp(batch, e);
    }
  }

  private CommitOutcome forget(AppendBatch batch) {
    batch.files().forEach(this::withdraw);
    return new CommitOutcome.Committed();
  }

  private CommitOutcome lookUp(AppendBatch batch, RuntimeException cause) {
    try {
      table.refresh();
    } catch (RuntimeException e) {
      return new CommitOutcome.Unknown(e);
    }
    for (Snapshot snapshot : table.snapshots()) {
      if (batch.id().equals(snapshot.summary().get(Ledger.BATCH_ID))) {
        return forget(batch);
      }
    }
    if (cause instanceof CommitStateUnknownException) {
      return new CommitOutcome.Unknown(cause);
    }
    if (cause.getCause() instanceof SQLException) {
      return new CommitOutcome.Conflict();
    }
    throw cause;
  }

  private OverwriteFiles prepare(AppendBatch batch, @Nullable Snapshot current) {
    OverwriteFiles append = table.newOverwrite();
    batch.files().forEach(append::addFile);
    if (current != null) {
      append.validateFromSnapshot(current.snapshotId());
    }
    return append
        .conflictDetectionFilter(
            batch.hasRowsWithoutTime() ? Expressions.alwaysTrue() : reach(batch))
        .validateNoConflictingData()
        .set(Ledger.BATCH_ID, batch.id())
        .set(Ledger.INPUTS, batch.manifest());
  }

  private static Expression reach(AppendBatch batch) {
    Set<Integer> days = new HashSet<>();
    batch.files().forEach(file -> days.add(dayOf(file)));
    return days.isEmpty() ? Expressions.alwaysFalse() : inDays(days);
  }

  /// Looks through what others have added: for the keys in memory, and since the batch's rows were
  /// checked.
  private void settleForeign(AppendBatch batch, @Nullable Snapshot current) throws IOException {
    if (current == null) {
      return;
    }
    if (!isSame(settled, current)) {
      List<DataFile> added = addedSince(settled, current);
      synchronized (seen) {
        seen.learn(added == null ? dataFiles(seen.days(), seen.hasRowsWithoutTime()) : added);
      }
      settled = current;
    }
    if (!isSame(batch.checkedUpTo(), current)) {
      List<DataFile> added = addedSince(batch.checkedUpTo(), current);
      batch.settle(added == null ? inReach(batch) : added);
      batch.checkedUpTo(current);
    }
  }

  private static boolean isSame(@Nullable Snapshot one, Snapshot other) {
    return one != null && one.snapshotId() == other.snapshotId();
  }

  /// Files of others that were added after `checked`; null when its trace is lost, because
  /// snapshots have expired meanwhile.
  private @Nullable List<DataFile> addedSince(@Nullable Snapshot checked, Snapshot current) {
    List<DataFile> added = new ArrayList<>();
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      if (checked != null && snapshot.snapshotId() == checked.snapshotId()) {
        return added;
      }
      String id = snapshot.summary().get(Ledger.BATCH_ID);
      boolean rewritten = DataOperations.REPLACE.equals(snapshot.operation());
      if (!rewritten && (id == null || !ownBatches.contains(id))) {
        SnapshotChanges.builderFor(table)
            .snapshot(snapshot)
            .build()
            .addedDataFiles()
            .forEach(added::add);
      }
      if (checked == null && snapshot.parentId() == null) {
        return added;
      }
    }
    return null;
  }

  /// All files that can hold rows of the batch: more than needed, but never less.
  private List<DataFile> inReach(AppendBatch batch) throws IOException {
    Map<String, DataFile> all = new LinkedHashMap<>();
    plan(reach(batch), all);
    if (batch.hasRowsWithoutTime()) {
      plan(Expressions.lessThan("th_layout", "@"), all);
    }
    return List.copyOf(all.values());
  }
}
