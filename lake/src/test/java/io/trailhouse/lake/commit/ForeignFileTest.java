package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.event.EventField;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.Spans;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data files that another program has written (spec: table.md, L7).
final class ForeignFileTest {
  @TempDir private Path home;

  /// Commits a row as another engine writes it: without a seal, whatever the columns hold.
  private static void append(Lake lake, String parameters) throws IOException {
    Table table = lake.events();
    Record row = GenericRecord.create(table.schema());
    row.setField("eventtime", LocalDateTime.parse("2026-05-01T08:00:00"));
    row.setField("eventversion", "1.08");
    row.setField("eventname", "PutObject");
    row.setField("requestparameters", parameters);
    row.setField("th_object", "other.json");
    StringBuilder layout = new StringBuilder();
    for (EventField field :
        new EventField[] {
          EventField.EVENT_VERSION, EventField.EVENT_NAME, EventField.REQUEST_PARAMETERS
        }) {
      layout.append(EventSchema.node(field).code());
    }
    row.setField("th_layout", layout.toString());
    PartitionKey day = new PartitionKey(table.spec(), table.schema());
    day.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
    String place = table.locationProvider().newDataLocation("foreign.parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(place))
            .forTable(table)
            .createWriterFunc(GenericParquetWriter::create)
            .withSpec(table.spec())
            .withPartition(day)
            .build();
    try (writer) {
      writer.write(row);
    }
    table.newAppend().appendFile(writer.toDataFile()).commit();
  }

  @Test
  void itsRecordsAreFollowedLikeOthers() throws IOException {
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      append(lake, "{\"bucketName\": \"b\"}");
      Chunk chunk = events.from(new StreamPosition(0, 0));
      assertThat(chunk).isNotNull();
      String record =
          "{\"eventVersion\":\"1.08\",\"eventName\":\"PutObject\",\"requestParameters\":{\"bucketName\":"
              + " \"b\"}}";
      assertThat(Spans.of(chunk.events(), 0))
          .isEqualTo(Spans.read(record.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aColumnThatHoldsNoJsonIsToldAndHandedToNobody() throws IOException {
    try (Lake lake = Lake.open(home);
        CommittedEvents events = new CommittedEvents(lake)) {
      append(lake, "{\"bucketName\": ");
      assertThatThrownBy(() -> events.from(new StreamPosition(0, 0)))
          .isInstanceOfSatisfying(
              TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.TABLE_DAMAGED))
          .hasMessageContaining("holds no event record");
    }
  }
}
