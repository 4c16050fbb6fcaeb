package io.trailhouse.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proves that the thin classes of the hadoop module are enough for both doors to Parquet.
@SuppressWarnings("deprecation") // parquet-java still requires the Hadoop forms of these methods
class ParquetWithoutHadoopTest {
  @TempDir Path folder;

  @Test
  void icebergWritesAndReadsZstandardParquet() throws IOException {
    Schema schema =
        new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));
    Path file = folder.resolve("iceberg.parquet");
    Record record = GenericRecord.create(schema);
    try (FileAppender<Record> appender =
        Parquet.write(Files.localOutput(file.toFile()))
            .schema(schema)
            .set("write.parquet.compression-codec", "zstd")
            .set("write.parquet.bloom-filter-enabled.column.name", "true")
            .createWriterFunc(GenericParquetWriter::create)
            .build()) {
      for (long i = 0; i < 1000; i++) {
        appender.add(record.copy(Map.of("id", i, "name", "event " + i)));
      }
    }
    try (CloseableIterable<Record> rows =
        Parquet.read(Files.localInput(file.toFile()))
            .project(schema)
            .filter(Expressions.equal("name", "event 7"))
            .createReaderFunc(found -> GenericParquetReaders.buildReader(schema, found))
            .build()) {
      assertThat(rows)
          .hasSize(1000)
          .first()
          .extracting(row -> row.getField("name"))
          .isEqualTo("event 0");
    }
    assertThat(codecOf(file)).isEqualTo(CompressionCodecName.ZSTD);
  }

  @Test
  void parquetWritesAndReadsZstandardThroughItsOwnSupportClasses() throws IOException {
    Path file = folder.resolve("own.parquet");
    try (ParquetWriter<String> writer =
        new NameWriter(file)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withBloomFilterEnabled("name", true)
            .build()) {
      for (int i = 0; i < 1000; i++) {
        writer.write("event " + i);
      }
    }
    List<String> names = new ArrayList<>();
    try (ParquetReader<String> reader =
        new NameReader(file).withConf(new PlainParquetConfiguration()).build()) {
      for (String name = reader.read(); name != null; name = reader.read()) {
        names.add(name);
      }
    }
    assertThat(names).hasSize(1000).startsWith("event 0", "event 1");
    assertThat(codecOf(file)).isEqualTo(CompressionCodecName.ZSTD);
  }

  private static CompressionCodecName codecOf(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getRowGroups().get(0).getColumns().get(0).getCodec();
    }
  }

  private static final MessageType NAMES =
      MessageTypeParser.parseMessageType("message names { required binary name (STRING); }");

  private static final class NameWriter extends ParquetWriter.Builder<String, NameWriter> {
    NameWriter(Path file) {
      super(new LocalOutputFile(file));
    }

    @Override
    protected NameWriter self() {
      return this;
    }

    @Override
    protected WriteSupport<String> getWriteSupport(ParquetConfiguration conf) {
      return new NameWriteSupport();
    }

    @Override
    protected WriteSupport<String> getWriteSupport(org.apache.hadoop.conf.Configuration conf) {
      return new NameWriteSupport();
    }
  }

  private static final class NameWriteSupport extends WriteSupport<String> {
    private RecordConsumer consumer;

    @Override
    public WriteContext init(ParquetConfiguration conf) {
      return new WriteContext(NAMES, Map.of());
    }

    @Override
    public WriteContext init(org.apache.hadoop.conf.Configuration conf) {
      return new WriteContext(NAMES, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void write(String name) {
      consumer.startMessage();
      consumer.startField("name", 0);
      consumer.addBinary(Binary.fromString(name));
      consumer.endField("name", 0);
      consumer.endMessage();
    }
  }

  private static final class NameReader extends ParquetReader.Builder<String> {
    NameReader(Path file) {
      super(new LocalInputFile(file));
    }

    @Override
    protected ReadSupport<String> getReadSupport() {
      return new NameReadSupport();
    }
  }

  private static final class NameReadSupport extends ReadSupport<String> {
    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(NAMES);
    }

    @Override
    public RecordMaterializer<String> prepareForRead(
        org.apache.hadoop.conf.Configuration conf,
        Map<String, String> metadata,
        MessageType schema,
        ReadContext context) {
      return new NameMaterializer();
    }

    @Override
    public RecordMaterializer<String> prepareForRead(
        ParquetConfiguration conf,
        Map<String, String> metadata,
        MessageType schema,
        ReadContext context) {
      return new NameMaterializer();
    }
  }

  private static final class NameMaterializer extends RecordMaterializer<String> {
    private String name;

    @Override
    public String getCurrentRecord() {
      return name;
    }

    @Override
    public GroupConverter getRootConverter() {
      return new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return new PrimitiveConverter() {
            @Override
            public void addBinary(Binary value) {
              name = value.toStringUsingUTF8();
            }
          };
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
      };
    }
  }
}
