package io.trailhouse.lake.commit;

import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventKey;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RecordText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;
import org.apache.parquet.io.api.Binary;

/// Rows that another writer has committed since a batch's rows were checked: takes out of the
/// batch's data files what is in the table by now. For one thread.
final class ForeignRows {
  private final PendingFiles pending;
  private final FileIO io;
  private final List<DataFile> foreign;
  private final KeySet keys = new KeySet();

  ForeignRows(PendingFiles pending, List<DataFile> foreign) throws IOException {
    this.pending = pending;
    this.io = pending.table().io();
    this.foreign = foreign;
    for (DataFile file : foreign) {
      StoredKeys.visit(
          io.newInputFile(file), (key, row) -> keys.add(key.high(), key.low(), KeySet.UNKNOWN));
    }
  }

  /// Replaces each file that holds such rows by one without them.
  ///
  /// @param files the batch's own files; changed in place
  /// @param doubled takes the origin of each row that is taken out
  /// @return the files that were replaced, or whose rows are all in the table; they are there still
  List<DataFile> removeFrom(List<DataFile> files, Consumer<String> doubled) throws IOException {
    List<DataFile> replaced = new ArrayList<>();
    List<DataFile> kept = new ArrayList<>();
    for (DataFile file : files) {
      Map<Integer, String> hits = hits(file);
      if (hits.isEmpty()) {
        kept.add(file);
        continue;
      }
      hits.values().forEach(doubled);
      if (hits.size() < file.recordCount()) {
        kept.add(rewrite(file, hits.keySet()));
      }
      pending.withdraw(file);
      replaced.add(file);
    }
    files.clear();
    files.addAll(kept);
    return replaced;
  }

  /// The rows of a file that others have committed, equal as JSON, with their log files.
  private Map<Integer, String> hits(DataFile file) throws IOException {
    Set<EventKey.Value> common = new HashSet<>();
    StoredKeys.visit(
        io.newInputFile(file),
        (key, row) -> {
          if (keys.contains(key.high(), key.low())) {
            common.add(key.value());
          }
        });
    if (common.isEmpty()) {
      return Map.of();
    }
    StoredRecords wanted = new StoredRecords(io);
    Map<Integer, String> origins = new HashMap<>();
    RecordText text = new RecordText();
    EventKey key = new EventKey();
    int number = 0;
    try (EventFileReader rows = EventFileReader.of(io.newInputFile(file))) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        long time = EventKey.ownTime(row);
        byte[] record = text.of(row);
        if (!key.ofRow(row, time)) {
          key.ofText(record, time);
        }
        if (common.contains(key.value())) {
          wanted.want(number, key.value(), record, 0, record.length);
          Binary object = row.text(EventSchema.OBJECT);
          origins.put(number, object == null ? "" : object.toStringUsingUTF8());
        }
        number++;
      }
    }
    wanted.search(foreign);
    origins.keySet().removeAll(wanted.unmatched());
    return origins;
  }

  private DataFile rewrite(DataFile file, Set<Integer> without) throws IOException {
    DayFiles out = new DayFiles(pending, "again", "");
    int number = 0;
    try (EventFileReader rows = EventFileReader.of(io.newInputFile(file))) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        if (!without.contains(number++)) {
          out.copy(row, PendingFiles.dayOf(file));
        }
      }
    }
    return out.finish().get(0);
  }
}
