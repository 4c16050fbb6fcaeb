package io.trailhouse.lake;

import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Reads the rows of one data file in their order. The row it gives is the same object each time.
final class EventFileReader implements AutoCloseable {
  private final ParquetReader<EventRow> reader;

  private EventFileReader(ParquetReader<EventRow> reader) {
    this.reader = reader;
  }

  /// All columns.
  static EventFileReader of(InputFile file) throws IOException {
    return open(file);
  }

  /// Some columns of the top level; the others stay empty in the row.
  static EventFileReader of(InputFile file, String... columns) throws IOException {
    return open(file, columns);
  }

  private static EventFileReader open(InputFile file, String... columns) throws IOException {
    return new EventFileReader(new Builder(file, columns).build());
  }

  /// The next row, or null behind the last one. Valid until the next call.
  @Nullable EventRow next() throws IOException {
    return reader.read();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Builder extends ParquetReader.Builder<EventRow> {
    private final String[] columns;

    Builder(InputFile file, String[] columns) {
      super(ParquetFiles.input(file), new PlainParquetConfiguration());
      this.columns = columns;
    }

    @Override
    protected ReadSupport<EventRow> getReadSupport() {
      return new EventReadSupport(columns);
    }
  }

  private static final class EventReadSupport extends ReadSupport<EventRow> {
    private final String[] columns;

    EventReadSupport(String[] columns) {
      this.columns = columns;
    }

    @Override
    public ReadContext init(InitContext context) {
      MessageType all = context.getFileSchema();
      if (columns.length == 0) {
        return new ReadContext(all);
      }
      Types.MessageTypeBuilder some = Types.buildMessage();
      for (Type field : all.getFields()) {
        for (String column : columns) {
          if (field.getName().equals(column)) {
            some.addField(field);
          }
        }
      }
      return new ReadContext(some.named(all.getName()));
    }

    @Override
    public RecordMaterializer<EventRow> prepareForRead(
        ParquetConfiguration configuration,
        java.util.Map<String, String> metadata,
        MessageType fileSchema,
        ReadContext context) {
      return new EventRowMaterializer(context.getRequestedSchema());
    }

    @Override
    @SuppressWarnings("deprecation") // abstract, so it must be there
    public RecordMaterializer<EventRow> prepareForRead(
        org.apache.hadoop.conf.Configuration configuration,
        java.util.Map<String, String> metadata,
        MessageType fileSchema,
        ReadContext context) {
      return new EventRowMaterializer(context.getRequestedSchema());
    }
  }
}
