package io.trailhouse.lake;

import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// Gives an [EventRow]'s columns to parquet-java one by one; no object is made per row.
@SuppressWarnings("deprecation") // the older init is abstract and must be there
final class EventWriteSupport extends WriteSupport<EventRow> {
  private final MessageType schema;
  private final Map<String, String> metadata;
  private @Nullable RecordConsumer consumer;

  /// @param schema the table's columns in [EventSchema]'s order, with Iceberg's field ids
  /// @param metadata goes into the file's footer
  EventWriteSupport(MessageType schema, Map<String, String> metadata) {
    this.schema = schema;
    this.metadata = metadata;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema, metadata);
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema, metadata);
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void write(EventRow row) {
    RecordConsumer out = Objects.requireNonNull(consumer, "prepareForWrite comes first");
    out.startMessage();
    int index = 0;
    for (EventSchema.Node node : EventSchema.FIELDS) {
      write(out, node, index++, row);
    }
    for (int leaf = EventSchema.LAYOUT; leaf < EventSchema.TEXTS; leaf++, index++) {
      text(out, schema.getFieldName(index), index, row.text(leaf));
    }
    time(out, "th_ingested", index, row.ingested());
    out.endMessage();
  }

  private void write(RecordConsumer out, EventSchema.Node node, int index, EventRow row) {
    switch (node.kind()) {
      case TEXT, JSON -> text(out, node.column(), index, row.text(node.leaf()));
      case TIME -> time(out, node.column(), index, row.eventTime());
      case FLAG -> {
        if (row.hasFlag(node.leaf())) {
          out.startField(node.column(), index);
          out.addBoolean(row.flag(node.leaf()));
          out.endField(node.column(), index);
        }
      }
      case STRUCT -> struct(out, node, index, row);
      case LIST -> list(out, node, index, row);
    }
  }

  private static void text(RecordConsumer out, String column, int index, @Nullable Binary value) {
    if (value != null) {
      out.startField(column, index);
      out.addBinary(value);
      out.endField(column, index);
    }
  }

  private static void time(RecordConsumer out, String column, int index, long micros) {
    out.startField(column, index);
    out.addLong(micros);
    out.endField(column, index);
  }

  private void struct(RecordConsumer out, EventSchema.Node node, int index, EventRow row) {
    if (!row.hasText(node.leaf(), node.leaf() + node.leaves())) {
      return;
    }
    out.startField(node.column(), index);
    out.startGroup();
    int inner = 0;
    for (EventSchema.Node child : node.children()) {
      write(out, child, inner++, row);
    }
    out.endGroup();
    out.endField(node.column(), index);
  }

  private static void list(RecordConsumer out, EventSchema.Node node, int index, EventRow row) {
    if (row.resourceCount() < 0) {
      return;
    }
    out.startField(node.column(), index);
    out.startGroup();
    if (row.resourceCount() > 0) {
      out.startField("list", 0);
      for (int element = 0; element < row.resourceCount(); element++) {
        element(out, node, element, row);
      }
      out.endField("list", 0);
    }
    out.endGroup();
    out.endField(node.column(), index);
  }

  private static void element(
      RecordConsumer out, EventSchema.Node node, int element, EventRow row) {
    out.startGroup();
    out.startField("element", 0);
    out.startGroup();
    int inner = 0;
    for (EventSchema.Node child : node.children()) {
      text(out, child.column(), inner++, row.resource(element, child.leaf()));
    }
    out.endGroup();
    out.endField("element", 0);
    out.endGroup();
  }
}
