package io.trailhouse.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RandomRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the writer's own columns and pages hold is what parquet-java and Iceberg read from them.
final class EventFileWriterTest {
  /// Catalogs of one name share their memory.
  private static int files;

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final EventColumns columns = new EventColumns();
  private Table table;
  private String location = "";

  @BeforeEach
  void createTable() {
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("cloudtrail"));
    table =
        catalog
            .buildTable(TableIdentifier.of("cloudtrail", "events"), EventSchema.schema())
            .withPartitionSpec(EventSchema.partitioning(EventSchema.schema()))
            .create();
  }

  @AfterEach
  void closeCatalog() throws IOException {
    catalog.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 1_000, 30_000})
  void rowsOfAnyShapeAreReadBackEqual(int count) throws IOException {
    RandomRows rows = new RandomRows(count, 40);
    DataFile file = write(rows, count);

    assertThat(file.recordCount()).isEqualTo(count);
    assertThat(read()).isEqualTo(new RandomRows(count, 40).take(count));
  }

  @Test
  void theSameColumnsServeOneFileAfterTheOther() throws IOException {
    write(new RandomRows(1, 40), 5_000);
    write(new RandomRows(2, 3), 300);

    assertThat(read()).isEqualTo(new RandomRows(2, 3).take(300));
  }

  @Test
  void longTextsFillManyPagesAndRowGroups() throws IOException {
    RandomRows rows = new RandomRows(3, 60_000);
    write(rows, 6_000);

    assertThat(read()).isEqualTo(new RandomRows(3, 60_000).take(6_000));
    try (ParquetFileReader reader = open()) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void icebergsOwnReaderSeesTheSameColumns() throws IOException {
    write(new RandomRows(4, 40), 3_000);
    RandomRows expected = new RandomRows(4, 40);
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(location))
            .project(table.schema())
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(table.schema(), schema))
            .build()) {
      for (Record record : records) {
        EventRow row = expected.next();
        assertThat(record.getField("eventid")).isEqualTo(RandomRows.text(row.text(0)));
        Record identity = (Record) record.getField("useridentity");
        EventSchema.Node node = EventSchema.node(io.trailhouse.event.EventField.USER_IDENTITY);
        assertThat(identity != null)
            .isEqualTo(row.hasText(node.leaf(), node.leaf() + node.leaves()));
        List<?> resources = (List<?>) record.getField("resources");
        assertThat(resources == null ? -1 : resources.size()).isEqualTo(row.resourceCount());
      }
    }
  }

  @Test
  void filtersFindEveryEventIdAndFewOthers() throws IOException {
    int count = 20_000;
    write(new RandomRows(5, 40), count);
    Set<String> ids = new HashSet<>();
    RandomRows rows = new RandomRows(5, 40);
    for (int i = 0; i < count; i++) {
      ids.add(RandomRows.text(rows.next().text(0)));
    }
    try (ParquetFileReader reader = open()) {
      var block = reader.getRowGroups().get(0);
      var filter =
          reader.getBloomFilterDataReader(block).readBloomFilter(block.getColumns().get(0));
      assertThat(ids).allMatch(id -> filter.findHash(filter.hash(Binary.fromString(id))));
      long wrong =
          new Random(9)
              .longs(10_000)
              .filter(id -> filter.findHash(filter.hash(Binary.fromString("no " + id))))
              .count();
      assertThat(wrong).isLessThan(300);
    }
  }

  @Test
  void boundsAndNullCountsReachTheTablesMetadata() throws IOException {
    DataFile file = write(new RandomRows(6, 40), 5_000);
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    long withoutName = 0;
    RandomRows rows = new RandomRows(6, 40);
    int name = EventSchema.node(io.trailhouse.event.EventField.EVENT_NAME).leaf();
    for (int i = 0; i < 5_000; i++) {
      EventRow row = rows.next();
      least = Math.min(least, row.eventTime());
      greatest = Math.max(greatest, row.eventTime());
      withoutName += row.text(name) == null ? 1 : 0;
    }
    int time = table.schema().findField("eventtime").fieldId();
    Types.TimestampType type = Types.TimestampType.withoutZone();
    assertThat(Conversions.<Long>fromByteBuffer(type, file.lowerBounds().get(time)))
        .isEqualTo(least);
    assertThat(Conversions.<Long>fromByteBuffer(type, file.upperBounds().get(time)))
        .isEqualTo(greatest);
    assertThat(file.nullValueCounts().get(table.schema().findField("eventname").fieldId()))
        .isEqualTo(withoutName);
  }

  @Test
  void aReaderThatLooksForOneIdReadsOnlyItsRow() throws IOException {
    write(new RandomRows(7, 40), 60_000);
    RandomRows rows = new RandomRows(7, 40);
    EventRow wanted = rows.next();
    for (int i = 0; i < 31_234; i++) {
      wanted = rows.next();
    }
    String id = RandomRows.text(wanted.text(0));
    List<Object> found = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(location))
            .project(table.schema().select("eventid"))
            .filter(Expressions.equal("eventid", id))
            .filterRecords(true)
            .createReaderFunc(schema ->
                GenericParquetReaders.buildReader(table.schema().select("eventid"), schema))
            .build()) {
      records.forEach(record -> found.add(record.getField("eventid")));
    }
    assertThat(found).contains(id);
  }

  private ParquetFileReader open() throws IOException {
    return ParquetFileReader.open(ParquetFiles.input(table.io().newInputFile(location)));
  }

  private DataFile write(RandomRows rows, int count) throws IOException {
    location = "memory/" + ++files + ".parquet";
    try (EventFileWriter writer = new EventFileWriter(table, 0, location, columns)) {
      for (int i = 0; i < count; i++) {
        writer.write(rows.next());
      }
      return writer.finish();
    }
  }

  private List<String> read() throws IOException {
    List<String> rows = new ArrayList<>();
    try (EventFileReader reader = EventFileReader.of(table.io().newInputFile(location))) {
      for (EventRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(RandomRows.shown(row));
      }
    }
    return rows;
  }
}
