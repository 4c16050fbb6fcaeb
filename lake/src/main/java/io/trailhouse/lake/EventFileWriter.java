package io.trailhouse.lake;

import java.io.IOException;
import java.util.Map;
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
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/// Writes one data file of one day. Rows come in time order.
///
/// zstd level 1, pages of at most 1 MiB: level 3 stores no less of this data, and larger pages make
/// needle queries slower (`docs/benchmarks.md`).
final class EventFileWriter implements AutoCloseable {
  private static final int PAGE = 1 << 20;
  private static final long ROW_GROUP = 128L << 20;
  private static final int DICTIONARY = 1 << 20;

  private final Table table;
  private final int day;
  private final OutputFile file;
  private final ParquetWriter<EventRow> writer;
  private long rows;

  /// @param day the partition: days since 1970
  EventFileWriter(Table table, int day, String location) throws IOException {
    this.table = table;
    this.day = day;
    this.file = table.io().newOutputFile(location);
    this.writer = new Builder(file, table).build();
  }

  void write(EventRow row) throws IOException {
    writer.write(row);
    rows++;
  }

  /// Ends the file; it is durable and not yet part of the table.
  DataFile finish() throws IOException {
    writer.close();
    Metrics metrics =
        ParquetUtil.footerMetrics(
            writer.getFooter(), java.util.stream.Stream.empty(), MetricsConfig.forTable(table));
    PartitionData partition = new PartitionData(table.spec().partitionType());
    partition.set(0, day);
    return DataFiles.builder(table.spec())
        .withInputFile(file.toInputFile())
        .withPartition(partition)
        .withMetrics(metrics)
        .withSortOrder(table.sortOrder())
        .build();
  }

  long rows() {
    return rows;
  }

  /// Gives the file up when it was not finished.
  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<EventRow, Builder> {
    private final MessageType schema;
    private final Map<String, String> metadata;

    Builder(OutputFile file, Table table) {
      super(ParquetFiles.output(file));
      schema = ParquetSchemaUtil.convert(table.schema(), "table");
      metadata = Map.of("iceberg.schema", SchemaParser.toJson(table.schema()));
      withConf(new PlainParquetConfiguration(Map.of("parquet.compression.codec.zstd.level", "1")));
      withCompressionCodec(CompressionCodecName.ZSTD);
      withWriteMode(ParquetFileWriter.Mode.OVERWRITE);
      withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0);
      withRowGroupSize(ROW_GROUP);
      withPageSize(PAGE);
      withPageRowCountLimit(Integer.MAX_VALUE);
      withDictionaryPageSize(DICTIONARY);
      withDictionaryEncoding("eventid", false);
      withDictionaryEncoding("requestid", false);
      withBloomFilterEnabled("eventid", true);
      withAdaptiveBloomFilterEnabled(true);
      withValidation(false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract, so it must be there
    protected WriteSupport<EventRow> getWriteSupport(
        org.apache.hadoop.conf.Configuration configuration) {
      return new EventWriteSupport(schema, metadata);
    }

    @Override
    protected WriteSupport<EventRow> getWriteSupport(
        org.apache.parquet.conf.ParquetConfiguration configuration) {
      return new EventWriteSupport(schema, metadata);
    }
  }
}
