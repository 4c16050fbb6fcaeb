package io.trailhouse.lake.commit;

import io.trailhouse.lake.parquet.EventColumns;
import io.trailhouse.lake.parquet.EventFileWriter;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Writes rows that come in time order into one data file a day. For one thread.
final class DayFiles {
  private final PendingFiles pending;
  private final String batchId;
  private final EventRow row = new EventRow();
  private final Binary source;
  private final List<DataFile> finished = new ArrayList<>();
  private @Nullable EventFileWriter writer;
  private @Nullable EventColumns columns;
  private int day;
  private String objectText = "";
  private Binary object = Binary.EMPTY;

  DayFiles(PendingFiles pending, String batchId, String source) {
    this.pending = pending;
    this.batchId = batchId;
    this.source = Binary.fromString(source);
  }

  /// A row to fill and write; the same object each time.
  EventRow row() {
    return row;
  }

  /// Writes a row with its provenance.
  ///
  /// @param origin the log file it came from
  /// @param micros the time that decides its day
  void write(EventRow filled, String origin, long micros) throws IOException {
    if (!origin.equals(objectText)) {
      objectText = origin;
      object = Binary.fromString(origin);
    }
    filled.text(EventSchema.SOURCE, source);
    filled.text(EventSchema.OBJECT, object);
    filled.ingested(pending.now());
    writer(PendingFiles.dayOf(micros)).write(filled);
  }

  /// Writes a row of another data file as it is.
  void copy(EventRow stored, int storedDay) throws IOException {
    writer(storedDay).write(stored);
  }

  private EventFileWriter writer(int wanted) throws IOException {
    EventFileWriter open = writer;
    if (open == null || wanted != day) {
      closeDay();
      day = wanted;
      open =
          new EventFileWriter(
              pending.table(), wanted, location(pending.table(), wanted), columns());
      writer = open;
    }
    return open;
  }

  private EventColumns columns() {
    if (columns == null) {
      columns = pending.borrowColumns();
    }
    return columns;
  }

  private String location(Table table, int wanted) {
    PartitionData partition = new PartitionData(table.spec().partitionType());
    partition.set(0, wanted);
    String name = batchId + "-" + UUID.randomUUID().toString().substring(0, 8) + ".parquet";
    return table.locationProvider().newDataLocation(table.spec(), partition, name);
  }

  private void closeDay() throws IOException {
    if (writer != null) {
      DataFile file = writer.finish();
      pending.register(file);
      finished.add(file);
      writer = null;
    }
  }

  /// Ends all files; they are registered, so that their rows are seen.
  List<DataFile> finish() throws IOException {
    closeDay();
    if (columns != null) {
      pending.giveBack(columns);
      columns = null;
    }
    List<DataFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }
}
