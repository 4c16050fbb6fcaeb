package io.trailhouse.lake.row;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// Fills one reused [EventRow] from Parquet's columns. Columns are found by their names.
public final class EventRowMaterializer extends RecordMaterializer<EventRow> {
  private static final List<String> OWN = List.of("th_layout", "extra", "th_source", "th_object");

  private final EventRow row = new EventRow();
  private final GroupConverter root;

  /// @param schema the columns that are read, of a data file
  public EventRowMaterializer(MessageType schema) {
    Converter[] converters = new Converter[schema.getFieldCount()];
    for (int field = 0; field < converters.length; field++) {
      converters[field] = column(schema.getType(field));
    }
    root =
        new Group(converters) {
          @Override
          public void start() {
            row.clear();
          }
        };
  }

  @Override
  public EventRow getCurrentRecord() {
    return row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private Converter column(Type type) {
    String name = type.getName();
    if (OWN.contains(name)) {
      return new Text(EventSchema.LAYOUT + OWN.indexOf(name));
    }
    if (name.equals("th_ingested")) {
      return new PrimitiveConverter() {
        @Override
        public void addLong(long value) {
          row.ingested(value);
        }
      };
    }
    return converter(find(EventSchema.FIELDS, name), type);
  }

  private static EventSchema.Node find(List<EventSchema.Node> nodes, String column) {
    for (EventSchema.Node node : nodes) {
      if (node.column().equals(column)) {
        return node;
      }
    }
    throw new TrailhouseException(
        Code.TABLE_NEWER,
        "a data file has the column " + column + ", which this version does not know",
        "table events",
        "Use the version of Trailhouse that wrote it, or a newer one");
  }

  private Converter converter(EventSchema.Node node, Type type) {
    return switch (node.kind()) {
      case TEXT, JSON -> new Text(node.leaf());
      case FLAG ->
          new PrimitiveConverter() {
            @Override
            public void addBoolean(boolean value) {
              row.flag(node.leaf(), value);
            }
          };
      case TIME ->
          new PrimitiveConverter() {
            @Override
            public void addLong(long value) {
              row.eventTime(value);
            }
          };
      case STRUCT -> struct(node, type.asGroupType());
      case LIST -> list(node, type.asGroupType());
    };
  }

  private Converter struct(EventSchema.Node node, GroupType type) {
    Converter[] converters = new Converter[type.getFieldCount()];
    for (int field = 0; field < converters.length; field++) {
      Type member = type.getType(field);
      converters[field] = converter(find(node.children(), member.getName()), member);
    }
    return new Group(converters);
  }

  private Converter list(EventSchema.Node node, GroupType type) {
    GroupType element = type.getType(0).asGroupType().getType(0).asGroupType();
    Converter[] converters = new Converter[element.getFieldCount()];
    for (int field = 0; field < converters.length; field++) {
      int leaf = find(node.children(), element.getType(field).getName()).leaf();
      converters[field] =
          new PrimitiveConverter() {
            @Override
            public void addBinary(Binary value) {
              row.resource(leaf, value);
            }
          };
    }
    Group elements =
        new Group(converters) {
          @Override
          public void start() {
            row.addResource();
          }
        };
    Group repeated = new Group(new Converter[] {elements});
    return new Group(new Converter[] {repeated}) {
      @Override
      public void start() {
        row.startResources();
      }
    };
  }

  /// A group whose members look after themselves.
  private static class Group extends GroupConverter {
    private final Converter[] members;

    Group(Converter[] members) {
      this.members = members;
    }

    @Override
    public Converter getConverter(int field) {
      return members[field];
    }

    @Override
    public void start() {
      // the members fill the row
    }

    @Override
    public void end() {
      // the members have filled the row
    }
  }

  /// A text column; values of a dictionary are made once and shared by the rows.
  private final class Text extends PrimitiveConverter {
    private final int leaf;
    private Binary[] dictionary = {};

    Text(int leaf) {
      this.leaf = leaf;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary values) {
      dictionary = new Binary[values.getMaxId() + 1];
      for (int id = 0; id < dictionary.length; id++) {
        dictionary[id] = values.decodeToBinary(id);
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      row.text(leaf, dictionary[id]);
    }

    @Override
    public void addBinary(Binary value) {
      row.text(leaf, value);
    }
  }
}
