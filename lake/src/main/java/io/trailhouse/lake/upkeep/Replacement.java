package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.commit.CommitInDoubt;
import io.trailhouse.lake.commit.CommittedEvents;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/// New data files that take the place of old ones in one commit, or not at all.
///
/// Appends that come between do not matter. Whoever has taken an old file away meanwhile, or has
/// deleted rows of one, wins: then the new files are deleted again.
public final class Replacement {
  private static final int MOST_ATTEMPTS = 25;

  private final Table table;
  private final Snapshot planned;
  private final List<DataFile> old;
  private final List<DataFile> made;
  private final String id = UUID.randomUUID().toString();

  /// A replacement; nothing happens yet.
  ///
  /// @param planned the snapshot that the old files were found in
  public Replacement(Table table, Snapshot planned, List<DataFile> old, List<DataFile> made) {
    this.table = table;
    this.planned = planned;
    this.old = List.copyOf(old);
    this.made = List.copyOf(made);
  }

  /// Commits new files that hold the rows of the old ones, no more and no less.
  ///
  /// @return false when somebody else was faster
  boolean commitSameRows() {
    return commit(() -> {
      RewriteFiles rewrite =
          table
              .newRewrite()
              .dataSequenceNumber(planned.sequenceNumber())
              .validateFromSnapshot(planned.snapshotId());
      old.forEach(rewrite::deleteFile);
      made.forEach(rewrite::addFile);
      return rewrite;
    });
  }

  /// Commits new files, perhaps none, that hold some of the rows of the old ones.
  ///
  /// @return false when somebody else was faster
  public boolean commitFewerRows() {
    return commit(made.isEmpty() ? this::dropOld : this::dropRows);
  }

  private SnapshotUpdate<?> dropOld() {
    DeleteFiles delete = table.newDelete().validateFilesExist();
    old.forEach(delete::deleteFile);
    return delete;
  }

  private SnapshotUpdate<?> dropRows() {
    OverwriteFiles change =
        table
            .newOverwrite()
            .validateFromSnapshot(planned.snapshotId())
            .validateNoConflictingDeletes()
            .validateWith(this::areAllThere);
    old.forEach(change::deleteFile);
    made.forEach(change::addFile);
    return change;
  }

  /// Whether no snapshot since the planned one has taken an old file away: an overwrite, unlike the
  /// two others, does not look by itself.
  private boolean areAllThere(Iterable<Snapshot> newestFirst) {
    Set<String> locations = old.stream().map(DataFile::location).collect(Collectors.toSet());
    for (Snapshot snapshot : newestFirst) {
      if (snapshot.snapshotId() == planned.snapshotId()) {
        return true;
      }
      for (DataFile file :
          SnapshotChanges.builderFor(table).snapshot(snapshot).build().removedDataFiles()) {
        if (locations.contains(file.location())) {
          return false;
        }
      }
    }
    return false;
  }

  /// Makes one attempt to commit.
  private interface Attempt {
    SnapshotUpdate<?> prepare();
  }

  private boolean commit(Attempt attempt) {
    if (old.isEmpty()) {
      return true;
    }
    CommitFailedException busy = null;
    for (int number = 0; number < MOST_ATTEMPTS; number++) {
      table.refresh();
      try {
        SnapshotUpdate<?> change = attempt.prepare();
        change.set(CommittedEvents.REPLACEMENT_ID, id);
        change.commit();
        return true;
      } catch (CommitFailedException e) {
        busy = e;
      } catch (ValidationException e) {
        discard();
        return false;
      } catch (RuntimeException e) {
        if (e instanceof CleanableFailure) {
          discard();
          throw e;
        }
        if (lookUp(e)) {
          return true;
        }
      }
    }
    discard();
    throw new TrailhouseException(
        Code.COMMIT_CONFLICT,
        "other writers were faster " + MOST_ATTEMPTS + " times in a row",
        table.location(),
        "Run the same command again: what was committed stays, nothing is lost",
        busy);
  }

  private void discard() {
    made.forEach(file -> table.io().deleteFile(file.location()));
  }

  /// Whether a commit took effect that ended in the dark; if it did not, it never will. No file is
  /// touched.
  private boolean lookUp(RuntimeException cause) {
    CommitInDoubt doubt = new CommitInDoubt(table, this::hasTakenEffect, cause);
    try {
      doubt.settle();
      return hasTakenEffect();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      throw new TrailhouseException(
          Code.COMMIT_UNKNOWN,
          "the catalog did not say whether a commit took effect: " + cause.getMessage(),
          table.location(),
          "Run the same command again once the catalog answers: nothing is lost or doubled",
          doubt);
    }
  }

  private boolean hasTakenEffect() {
    for (Snapshot snapshot : table.snapshots()) {
      if (id.equals(snapshot.summary().get(CommittedEvents.REPLACEMENT_ID))) {
        return true;
      }
    }
    return false;
  }
}
