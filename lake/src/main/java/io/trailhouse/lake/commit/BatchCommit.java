package io.trailhouse.lake.commit;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// Makes prepared batches part of the table: manifest, one Iceberg commit, ledger, in this order.
///
/// The Iceberg commit is the one atomic point. Before it, snapshots that others have made since the
/// batch's rows were checked are looked through, and Iceberg refuses the commit when one more has
/// come: then it is tried again. For several threads at once, which go one after the other.
public final class BatchCommit {
  private static final int MOST_ATTEMPTS = 100;

  private final Table table;
  private final PendingFiles pending;
  private final Ledger ledger;
  private final @Nullable SeenKeys seen;
  private final String writer;

  /// By which sameness the batches were checked that were committed here, by their ids.
  private final Map<String, String> writers = new ConcurrentHashMap<>();

  private final Object committing = new Object();

  /// The newest snapshot of which `seen` knows every row in the hours it has in memory. A later one
  /// may be current: Iceberg lets a commit through when what others have added lies in other days.
  private volatile @Nullable Snapshot settled;

  /// @param seen the keys of the appender in whose process this is; null without one
  /// @param writer the name of that appender
  BatchCommit(PendingFiles pending, Ledger ledger, @Nullable SeenKeys seen, String writer) {
    this.table = pending.table();
    this.pending = pending;
    this.ledger = ledger;
    this.seen = seen;
    this.writer = writer;
    this.settled = table.currentSnapshot();
  }

  /// Opens a lake for batches that others have prepared; the ledger catches up first with what a
  /// crash has left out.
  public static BatchCommit open(Lake lake, InstantSource clock) {
    Table events = lake.events();
    PendingFiles pending = new PendingFiles(events, clock);
    return new BatchCommit(pending, Ledger.open(lake.logFiles(), events), null, "");
  }

  /// Makes a batch part of the table, unless it is already: by whomever, however long ago.
  ///
  /// @return whether it took effect now; false when it was there
  /// @throws TrailhouseException with NOT_FOUND when a data file of it is gone, with COMMIT_UNKNOWN
  ///   when nobody knows whether it took effect: then the same is asked again later
  public boolean commit(PreparedBatch batch) {
    batch.header().requireFor(table);
    return commit(new BatchUnderWay(batch, pending, true, Set.of()));
  }

  /// Makes a batch of this process part of the table, which nobody else has or will commit.
  ///
  /// @param later the log files, by their places, that stay out of the ledger for now
  /// @return what became of all its log files, in their order
  List<InputManifest.Line> commitOwn(PreparedBatch batch, Set<Integer> later) {
    BatchUnderWay underWay = new BatchUnderWay(batch, pending, false, later);
    commit(underWay);
    return underWay.lines();
  }

  /// The newest snapshot whose rows the appender of this process knows; null for none.
  @Nullable Snapshot settled() {
    return settled;
  }

  /// Tells the appender of this process which rows others have added.
  void learn() throws IOException {
    synchronized (committing) {
      table.refresh();
      Snapshot current = table.currentSnapshot();
      if (current != null) {
        learn(current);
      }
    }
  }

  private boolean commit(BatchUnderWay batch) {
    synchronized (committing) {
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        table.refresh();
        if (batch.isRepeatable() && isThere(batch)) {
          return false;
        }
        CommitOutcome outcome = attempt(batch);
        if (outcome instanceof CommitOutcome.Committed) {
          table.refresh();
          ledger.catchUp(table);
          return true;
        }
        if (outcome instanceof CommitOutcome.Unknown unknown) {
          throw unknown(batch, unknown.cause());
        }
      }
    }
    throw new TrailhouseException(
        Code.COMMIT_CONFLICT,
        "other writers were faster " + MOST_ATTEMPTS + " times in a row",
        table.location(),
        "Run the same command again: what was committed is recognised");
  }

  private TrailhouseException unknown(BatchUnderWay batch, RuntimeException cause) {
    return new TrailhouseException(
        Code.COMMIT_UNKNOWN,
        "the catalog did not say whether batch " + batch.batch().id() + " was committed",
        table.location(),
        "Run the same command again once the catalog answers: what was committed is"
            + " recognised, nothing is lost or doubled",
        new CommitInDoubt(table, () -> CommitInDoubt.has(table, batch.batch().id()), cause));
  }

  /// Whether a batch is part of the table. Its files must not be compared with themselves then.
  private boolean isThere(BatchUnderWay batch) {
    ledger.catchUp(table);
    if (ledger.knowsBatch(batch.batch().id())) {
      return true;
    }
    try {
      Map<String, DataFile> there = new LinkedHashMap<>();
      pending.plan(PendingFiles.reach(batch.batch().files()), there);
      for (DataFile file : batch.batch().files()) {
        if (there.containsKey(file.location())) {
          return true;
        }
        requireFile(batch, file.location());
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireFile(BatchUnderWay batch, String location) {
    if (!table.io().newInputFile(location).exists()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "a data file of the prepared batch " + batch.batch().id() + " is gone",
          location,
          "Prepare it again from its log files: nothing of it is in the table. Upkeep removes what"
              + " was not committed after its orphan age");
    }
  }

  private CommitOutcome attempt(BatchUnderWay batch) {
    Snapshot current = table.currentSnapshot();
    try {
      settleForeign(batch, current);
      batch.writeManifest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writers.put(batch.batch().id(), batch.batch().writer());
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

  private CommitOutcome forget(BatchUnderWay batch) {
    batch.files().forEach(pending::withdraw);
    return new CommitOutcome.Committed();
  }

  private CommitOutcome lookUp(BatchUnderWay batch, RuntimeException cause) {
    try {
      table.refresh();
    } catch (RuntimeException e) {
      return new CommitOutcome.Unknown(e);
    }
    if (CommitInDoubt.has(table, batch.batch().id())) {
      return forget(batch);
    }
    if (cause instanceof CommitStateUnknownException) {
      return new CommitOutcome.Unknown(cause);
    }
    if (cause.getCause() instanceof SQLException) {
      return new CommitOutcome.Conflict();
    }
    throw cause;
  }

  private OverwriteFiles prepare(BatchUnderWay batch, @Nullable Snapshot current) {
    OverwriteFiles append = table.newOverwrite();
    batch.files().forEach(append::addFile);
    if (current != null) {
      append.validateFromSnapshot(current.snapshotId());
    }
    return append
        .conflictDetectionFilter(
            reachesEverywhere(batch) ? Expressions.alwaysTrue() : PendingFiles.reach(batch.reach()))
        .validateNoConflictingData()
        .set(Ledger.BATCH_ID, batch.batch().id())
        .set(Ledger.INPUTS, batch.manifest());
  }

  /// A batch without rows has no day in which Iceberg could see that it was committed before.
  private static boolean reachesEverywhere(BatchUnderWay batch) {
    return batch.batch().hasRowsWithoutTime() || (batch.isRepeatable() && batch.reach().isEmpty());
  }

  /// Looks through what others have added: for the keys in memory, and since the batch's rows were
  /// checked.
  private void settleForeign(BatchUnderWay batch, @Nullable Snapshot current) throws IOException {
    if (current == null) {
      return;
    }
    learn(current);
    if (!isSame(batch.checkedUpTo(), current)) {
      List<DataFile> added = addedSince(batch.checkedUpTo(), current, batch.batch().writer());
      batch.settle(added == null ? inReach(batch) : added);
      batch.checkedUpTo(current);
    }
  }

  private void learn(Snapshot current) throws IOException {
    SeenKeys keys = seen;
    Snapshot last = settled;
    Long known = last == null ? null : last.snapshotId();
    if (keys == null || isSame(known, current)) {
      return;
    }
    List<DataFile> added = addedSince(known, current, writer);
    synchronized (keys) {
      keys.learn(added == null ? pending.dataFiles(keys.days(), keys.hasRowsWithoutTime()) : added);
    }
    settled = current;
  }

  private static boolean isSame(@Nullable Long one, Snapshot other) {
    return one != null && one == other.snapshotId();
  }

  /// Files that were added after `checked`, without those of batches that one writer has prepared;
  /// null when the trace is lost, because snapshots have expired meanwhile.
  private @Nullable List<DataFile> addedSince(
      @Nullable Long checked, Snapshot current, String prepared) {
    List<DataFile> added = new ArrayList<>();
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      if (isSame(checked, snapshot)) {
        return added;
      }
      String id = snapshot.summary().get(Ledger.BATCH_ID);
      boolean rewritten = DataOperations.REPLACE.equals(snapshot.operation());
      if (!rewritten && (id == null || !prepared.equals(writers.get(id)))) {
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
  private List<DataFile> inReach(BatchUnderWay batch) throws IOException {
    Map<String, DataFile> all = new LinkedHashMap<>();
    pending.plan(PendingFiles.reach(batch.files()), all);
    if (batch.batch().hasRowsWithoutTime()) {
      pending.plan(Expressions.lessThan("th_layout", "@"), all);
    }
    return List.copyOf(all.values());
  }
}
