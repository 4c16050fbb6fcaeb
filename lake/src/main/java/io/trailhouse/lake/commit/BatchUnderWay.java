package io.trailhouse.lake.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.jspecify.annotations.Nullable;

/// A prepared batch while it is being committed: what is left of its files after the rows of others
/// were taken out, and its manifest. For one thread.
final class BatchUnderWay {
  private final PreparedBatch batch;
  private final PendingFiles pending;
  private final boolean repeatable;
  private final Set<Integer> later;
  private final List<DataFile> files;
  private final List<InputManifest.Line> lines;
  private @Nullable Long checkedUpTo;
  private @Nullable String manifest;

  /// @param repeatable whether others may know the batch: who prepared it reads its files until
  ///   told of the commit, and another may be committing it too. So files that are replaced stay,
  ///   and upkeep removes them as orphans
  /// @param later the log files, by their places, that its manifest leaves out
  BatchUnderWay(PreparedBatch batch, PendingFiles pending, boolean repeatable, Set<Integer> later) {
    this.batch = batch;
    this.pending = pending;
    this.repeatable = repeatable;
    this.later = later;
    this.files = new ArrayList<>(batch.files());
    this.lines = new ArrayList<>(batch.lines());
    this.checkedUpTo = batch.checkedUpTo();
  }

  PreparedBatch batch() {
    return batch;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  List<DataFile> files() {
    return files;
  }

  List<InputManifest.Line> lines() {
    return lines;
  }

  /// The files whose days nobody else may have added to meanwhile.
  List<DataFile> reach() {
    return repeatable ? batch.files() : files;
  }

  @Nullable Long checkedUpTo() {
    return checkedUpTo;
  }

  void checkedUpTo(Snapshot snapshot) {
    checkedUpTo = snapshot.snapshotId();
  }

  /// Removes from this batch's files the rows that these files of others hold as well.
  void settle(List<DataFile> foreign) throws IOException {
    if (foreign.isEmpty()) {
      return;
    }
    Map<String, Integer> byOrigin = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      byOrigin.put(lines.get(i).origin(), i);
    }
    ForeignRows rows = new ForeignRows(pending, foreign);
    pending.chunks().writeLock().lock(); // others may be reading the files that go
    try {
      List<DataFile> replaced =
          rows.removeFrom(
              files,
              origin -> {
                Integer line = byOrigin.get(origin);
                if (line != null) {
                  lines.set(line, lines.get(line).newWasDuplicate());
                }
              });
      if (!repeatable) {
        replaced.forEach(file -> pending.table().io().deleteFile(file.location()));
      }
    } finally {
      pending.chunks().writeLock().unlock();
    }
  }

  /// Writes the manifest of the inputs anew, under a new name each time.
  void writeManifest() {
    if (manifest != null) {
      pending.table().io().deleteFile(manifest);
    }
    manifest =
        pending.table().location()
            + "/metadata/inputs-"
            + batch.id()
            + "-"
            + UUID.randomUUID().toString().substring(0, 8)
            + ".jsonl.gz";
    long now = pending.now();
    lines.replaceAll(line -> line.ingested(now));
    InputManifest.write(pending.table().io(), manifest, linesNow());
  }

  private List<InputManifest.Line> linesNow() {
    List<InputManifest.Line> now = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!later.contains(i)) {
        now.add(lines.get(i));
      }
    }
    return now;
  }

  String manifest() {
    if (manifest == null) {
      throw new IllegalStateException("the manifest comes first");
    }
    return manifest;
  }
}
