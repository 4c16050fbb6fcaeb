package io.trailhouse.lake.parquet;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventTime;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RecordText;
import io.trailhouse.lake.row.RowMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/// Records as one Parquet file with the event table's columns; those of provenance are empty.
public final class EventParquet {
  private EventParquet() {}

  /// The file's bytes: the same for the same records. Rows stand in the order of the records.
  ///
  /// @param records JSON texts in UTF-8 that the reader takes for records
  public static byte[] encode(List<byte[]> records) {
    MessageType schema = ParquetSchemaUtil.convert(EventSchema.schema(), "table");
    InMemoryOutputFile file = new InMemoryOutputFile();
    EventColumns columns = new EventColumns();
    RowMapper mapper = new RowMapper();
    EventRow row = new EventRow();
    EventBatch batch = batch(records);
    try (ParquetFileWriter writer = EventFileWriter.writer(file, schema)) {
      writer.start();
      for (int number = 0; number < batch.rows(); number++) {
        row.clear();
        mapper.map(batch.view(number), null, row);
        row.ingested(EventTime.UNREADABLE);
        columns.add(row);
      }
      columns.writeTo(writer, schema);
      writer.end(Map.of("iceberg.schema", SchemaParser.toJson(EventSchema.schema())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static EventBatch batch(List<byte[]> records) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    RecordText.openFile(file);
    for (int i = 0; i < records.size(); i++) {
      if (i > 0) {
        file.write(',');
      }
      file.writeBytes(records.get(i));
    }
    RecordText.closeFile(file);
    List<EventBatch> batches = new ArrayList<>();
    try {
      new EventReader().read(new ByteArrayInputStream(file.toByteArray()), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (batches.size() != 1 || batches.get(0).rows() != records.size()) {
      throw new IllegalArgumentException("these are no records any more");
    }
    return batches.get(0);
  }
}
