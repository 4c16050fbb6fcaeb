package io.trailhouse.lake.catalog;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;

/// Which state of the ledger belongs to a state of `events`: the newest that knows no log file
/// whose commit `events` does not have. A file that it does not know is read again; one that it
/// knows wrongly would be lost.
final class LedgerMatch {
  /// In the summary of the commit to `events`, and of the one to the ledger that tells of it.
  private static final String BATCH_ID = "trailhouse.batch-id";

  private final TableMetadata events;
  private final Set<String> batches = new HashSet<>();

  private LedgerMatch(TableMetadata events) {
    this.events = events;
    for (Snapshot each : events.snapshots()) {
      String batch = each.summary().get(BATCH_ID);
      if (batch != null) {
        batches.add(batch);
      }
    }
  }

  /// @param ledgers the states of one ledger that are there; not empty
  /// @throws TrailhouseException with WRONG_USE when each of them knows too much
  static MetadataFiles.Found choose(MetadataFiles.Found events, List<MetadataFiles.Found> ledgers) {
    LedgerMatch match = new LedgerMatch(events.table());
    return ledgers.stream()
        .sorted(MetadataFiles.Found.AGE.reversed())
        .filter(each -> isThere(each) && !match.isAhead(each.table()))
        .findFirst()
        .orElseThrow(() -> tooOld(events, ledgers));
  }

  /// Whether the files that a state leads to first are there.
  static boolean isThere(MetadataFiles.Found state) {
    Snapshot current = state.table().currentSnapshot();
    return current == null || Files.exists(LocalFiles.path(current.manifestListLocation()));
  }

  /// A batch that `events` has had and whose snapshot has expired there was told to the ledger
  /// before that, so before the last change of `events`.
  private boolean isAhead(TableMetadata ledger) {
    return ledger.snapshots().stream()
        .anyMatch(each -> {
          String batch = each.summary().get(BATCH_ID);
          return batch != null
              && !batches.contains(batch)
              && each.timestampMillis() >= events.lastUpdatedMillis();
        });
  }

  private static TrailhouseException tooOld(
      MetadataFiles.Found events, List<MetadataFiles.Found> ledgers) {
    String oldest =
        ledgers.stream()
            .min(Comparator.comparingLong(each -> each.table().lastSequenceNumber()))
            .map(each -> each.file().toString())
            .orElse("");
    return new TrailhouseException(
        Code.WRONG_USE,
        "the ledger knows log files whose events this state of the table does not have, and no"
            + " older state of the ledger is there",
        events.file() + " and " + oldest,
        "Nothing was changed. Name a newer metadata file with --metadata FILE, put the ledger's"
            + " older metadata back from a backup, or import the log files into a new home");
  }
}
