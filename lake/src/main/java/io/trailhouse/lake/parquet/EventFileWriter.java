package io.trailhouse.lake.parquet;

import io.trailhouse.lake.row.EventRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/// Writes one data file of one day. Rows come in time order.
///
/// The columns and their pages are ours ([EventColumns]): parquet-java's own way from a row to a
/// page takes three times as long, because it visits every column of every row. The file around the
/// pages, its footer and its indexes are parquet-java's.
public final class EventFileWriter implements AutoCloseable {
  private static final int ROWS_OF_GROUP = 1 << 18;
  private static final long BYTES_OF_GROUP = 64L << 20;
  private static final int ROWS_BETWEEN_LOOKS = 1 << 10;

  private final Table table;
  private final int day;
  private final OutputFile file;
  private final MessageType schema;
  private final EventColumns columns;
  private final ParquetFileWriter writer;
  private long rows;

  /// @param day the partition: days since 1970
  /// @param columns empty; lent until this writer is finished or closed
  public EventFileWriter(Table table, int day, String location, EventColumns columns)
      throws IOException {
    this.table = table;
    this.day = day;
    this.columns = columns;
    file = table.io().newOutputFile(location);
    schema = ParquetSchemaUtil.convert(table.schema(), "table");
    writer = writer(file, schema);
    writer.start();
  }

  /// The writer of a file around pages.
  static ParquetFileWriter writer(OutputFile file, MessageType schema) throws IOException {
    return new ParquetFileWriter(
        ParquetFiles.output(file),
        schema,
        ParquetFileWriter.Mode.OVERWRITE,
        Long.MAX_VALUE,
        0,
        ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
        ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
        ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
  }

  /// Adds a row, whose time is not before the last one's.
  public void write(EventRow row) throws IOException {
    columns.add(row);
    rows++;
    if (columns.rows() == ROWS_OF_GROUP
        || (rows % ROWS_BETWEEN_LOOKS == 0 && columns.bytes() > BYTES_OF_GROUP)) {
      columns.writeTo(writer, schema);
    }
  }

  /// Ends the file; it is durable and not yet part of the table.
  public DataFile finish() throws IOException {
    if (columns.rows() > 0) {
      columns.writeTo(writer, schema);
    }
    Map<String, String> facts = new HashMap<>(Seal.ofParquet(file.location()));
    facts.put("iceberg.schema", SchemaParser.toJson(table.schema()));
    writer.end(facts);
    writer.close();
    Metrics metrics =
        ParquetUtil.footerMetrics(
            writer.getFooter(), Stream.empty(), MetricsConfig.forTable(table));
    PartitionData partition = new PartitionData(table.spec().partitionType());
    partition.set(0, day);
    return DataFiles.builder(table.spec())
        .withInputFile(file.toInputFile())
        .withPartition(partition)
        .withMetrics(metrics)
        .withSortOrder(table.sortOrder())
        .build();
  }

  /// How many rows were written so far.
  public long rows() {
    return rows;
  }

  /// Gives the file up when it was not finished.
  @Override
  public void close() throws IOException {
    columns.clear();
    writer.close();
  }
}
