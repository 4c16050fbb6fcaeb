package io.trailhouse.lake.parquet;

import io.trailhouse.event.EventTime;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/// Rows of the table `events` column by column, until there are enough for a row group.
///
/// A column costs nothing for a row that leaves it null, which most columns are in most rows. Kept
/// from file to file by whoever writes many; not for several threads at once.
public final class EventColumns {
  private final ColumnWriter writer = new ColumnWriter();
  private final TextColumn[] texts = new TextColumn[EventSchema.TEXTS];
  private final FlagColumn[] flags = {new FlagColumn(), new FlagColumn()};
  private final LongColumn eventTime = new LongColumn();
  private final LongColumn ingested = new LongColumn();
  private final TextColumn[] resources = new TextColumn[EventSchema.RESOURCE_TEXTS];
  private final SlotLevels.OfElements[] elements =
      new SlotLevels.OfElements[EventSchema.RESOURCE_TEXTS];
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private int rows;

  /// A column in the file's order.
  private record Leaf(LeafColumn column, SlotLevels levels) {}

  /// A struct: present in the rows in which one of its members is.
  private record Group(Presence presence, List<Presence> members) {}

  /// Empty columns, to be lent to one writer at a time.
  public EventColumns() {
    for (EventSchema.Node node : EventSchema.FIELDS) {
      add(node, List.of());
    }
    for (int column = EventSchema.LAYOUT; column < EventSchema.TEXTS; column++) {
      texts[column] =
          new TextColumn(
              column == EventSchema.EXTRA ? TextColumn.Use.DOCUMENTS : TextColumn.Use.NAMES);
      add(texts[column], List.of());
    }
    add(ingested, List.of());
  }

  private Presence add(EventSchema.Node node, List<Presence> around) {
    return switch (node.kind()) {
      case TEXT, JSON -> {
        texts[node.leaf()] = new TextColumn(use(node));
        yield add(texts[node.leaf()], around);
      }
      case FLAG -> add(flags[node.leaf()], around);
      case TIME -> add(eventTime, around);
      case STRUCT -> addGroup(node, around);
      case LIST -> addList();
    };
  }

  private Presence add(LeafColumn column, List<Presence> around) {
    List<Presence> path = new ArrayList<>(around);
    path.add(column.present);
    leaves.add(new Leaf(column, new SlotLevels.OfRows(path)));
    return column.present;
  }

  private Presence addGroup(EventSchema.Node node, List<Presence> around) {
    Presence presence = new Presence();
    List<Presence> path = new ArrayList<>(around);
    path.add(presence);
    List<Presence> members = new ArrayList<>();
    for (EventSchema.Node child : node.children()) {
      members.add(add(child, path));
    }
    groups.add(new Group(presence, members));
    return presence;
  }

  private Presence addList() {
    for (int column = 0; column < EventSchema.RESOURCE_TEXTS; column++) {
      resources[column] = new TextColumn(TextColumn.Use.NAMES);
      elements[column] = new SlotLevels.OfElements();
      leaves.add(new Leaf(resources[column], elements[column]));
    }
    return new Presence();
  }

  private static TextColumn.Use use(EventSchema.Node node) {
    if (node.kind() == EventSchema.Kind.JSON) {
      return TextColumn.Use.DOCUMENTS;
    }
    return switch (node.column()) {
      case "eventid" -> TextColumn.Use.KEYS;
      case "requestid" -> TextColumn.Use.NUMBERS;
      default -> TextColumn.Use.NAMES;
    };
  }

  void add(EventRow row) {
    for (int column = 0; column < texts.length; column++) {
      Binary value = row.text(column);
      if (value != null) {
        texts[column].add(rows, value);
      }
    }
    for (int flag = 0; flag < flags.length; flag++) {
      if (row.hasFlag(flag)) {
        flags[flag].add(rows, row.flag(flag));
      }
    }
    if (row.eventTime() != EventTime.UNREADABLE) {
      eventTime.add(rows, row.eventTime());
    }
    if (row.ingested() != EventTime.UNREADABLE) {
      ingested.add(rows, row.ingested());
    }
    for (int column = 0; column < resources.length; column++) {
      addResources(row, column);
    }
    rows++;
  }

  private void addResources(EventRow row, int column) {
    SlotLevels.OfElements levels = elements[column];
    if (row.resourceCount() < 0) {
      levels.addWithoutList();
    } else if (row.resourceCount() == 0) {
      levels.addEmptyList();
    }
    for (int element = 0; element < row.resourceCount(); element++) {
      Binary value = row.resource(element, column);
      int slot = levels.addElement(element == 0, value != null);
      if (value != null) {
        resources[column].add(slot, value);
      }
    }
  }

  int rows() {
    return rows;
  }

  /// Roughly how many bytes the rows take in memory.
  long bytes() {
    long bytes = 0;
    for (Leaf leaf : leaves) {
      bytes += leaf.column().bytes();
    }
    return bytes;
  }

  /// Writes all rows as one row group and forgets them.
  void writeTo(ParquetFileWriter file, MessageType schema) throws IOException {
    for (Group group : groups) {
      for (Presence member : group.members()) {
        group.presence().addAll(member, rows);
      }
    }
    file.startBlock(rows);
    List<ColumnDescriptor> descriptors = schema.getColumns();
    for (int column = 0; column < leaves.size(); column++) {
      Leaf leaf = leaves.get(column);
      if (leaf.levels() instanceof SlotLevels.OfRows levels) {
        levels.rows(rows);
      }
      writer.write(file, descriptors.get(column), leaf.column(), leaf.levels());
    }
    file.endBlock();
    clear();
  }

  /// Forgets rows that were not written.
  void clear() {
    for (Leaf leaf : leaves) {
      leaf.column().clear(leaf.levels().slots());
    }
    for (SlotLevels.OfElements levels : elements) {
      levels.clear();
    }
    for (Group group : groups) {
      group.presence().clear(rows);
    }
    rows = 0;
  }
}
