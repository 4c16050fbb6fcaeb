package io.trailhouse.lake.row;

import io.trailhouse.event.EventField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// The columns of the table `events`, as a tree that both SQL's columns and the record's layout are
/// read from: each node knows its key in the record, its column, and its code in `th_layout`.
///
/// Text columns are numbered from left to right; that number is where [EventRow] keeps their value.
public final class EventSchema {
  /// What a column holds.
  public enum Kind {
    /// A string's text.
    TEXT,
    /// Any JSON value as the text that came.
    JSON,
    /// A truth value.
    FLAG,
    /// A moment in microseconds since 1970, UTC.
    TIME,
    /// An object with columns for its members.
    STRUCT,
    /// A list of objects with columns for their members.
    LIST
  }

  /// One column.
  ///
  /// @param key the key in the record; empty for a column that no record has
  /// @param code its letter in a layout, unique among its siblings
  /// @param leaf the number of a TEXT or JSON column, of a FLAG among the flags, or of the first
  ///   text column inside a STRUCT; inside a LIST the place in each element
  /// @param children the columns of a STRUCT's members, or of a LIST's elements' members
  public record Node(
      String key, String column, char code, Kind kind, int leaf, List<Node> children) {

    /// How many text columns are inside a STRUCT.
    public int leaves() {
      int count = 0;
      for (Node child : children) {
        count += child.kind == Kind.STRUCT ? child.leaves() : 1;
      }
      return count;
    }

    @Nullable Node child(String childKey) {
      for (Node child : children) {
        if (child.key.equals(childKey)) {
          return child;
        }
      }
      return null;
    }

    @Nullable Node childWithCode(char childCode) {
      for (Node child : children) {
        if (child.code == childCode) {
          return child;
        }
      }
      return null;
    }
  }

  private static final Shape USER_IDENTITY =
      struct("userIdentity")
          .texts("type", "principalId", "arn", "accountId", "accessKeyId", "userName")
          .texts("invokedBy", "identityProvider", "credentialId")
          .with(
              struct("sessionContext")
                  .with(struct("attributes").texts("creationDate", "mfaAuthenticated"))
                  .with(
                      struct("sessionIssuer")
                          .texts("type", "principalId", "arn", "accountId", "userName"))
                  .with(
                      struct("webIdFederationData")
                          .texts("federatedProvider")
                          .with(new Shape("attributes", Kind.JSON)))
                  .texts("sourceIdentity", "ec2RoleDelivery", "ec2IssuedInVpc"))
          .with(struct("onBehalfOf").texts("userId", "identityStoreArn"))
          .with(
              struct("inScopeOf")
                  .texts("sourceArn", "sourceAccount", "issuerType", "credentialsIssuedTo"))
          .with(struct("invokedByDelegate").texts("accountId"));

  private static final List<Object> ORDER =
      List.of(
          EventField.EVENT_ID,
          EventField.RECIPIENT_ACCOUNT_ID,
          EventField.SHARED_EVENT_ID,
          EventField.REQUEST_ID,
          EventField.EVENT_VERSION,
          EventField.EVENT_TYPE,
          EventField.EVENT_CATEGORY,
          new Shape("eventTime", Kind.TIME),
          EventField.EVENT_SOURCE,
          EventField.EVENT_NAME,
          EventField.AWS_REGION,
          EventField.API_VERSION,
          EventField.ERROR_CODE,
          EventField.ERROR_MESSAGE,
          new Shape("readOnly", Kind.FLAG),
          new Shape("managementEvent", Kind.FLAG),
          USER_IDENTITY,
          EventField.SOURCE_IP_ADDRESS,
          EventField.USER_AGENT,
          EventField.VPC_ENDPOINT_ID,
          EventField.VPC_ENDPOINT_ACCOUNT_ID,
          EventField.SESSION_CREDENTIAL_FROM_CONSOLE,
          struct("tlsDetails")
              .texts("tlsVersion", "cipherSuite", "clientProvidedHostHeader", "keyExchange"),
          new Shape("resources", Kind.LIST).texts("ARN", "accountId", "type", "ARNPrefix"),
          new Shape("requestParameters", Kind.JSON),
          new Shape("responseElements", Kind.JSON),
          new Shape("additionalEventData", Kind.JSON),
          new Shape("serviceEventDetails", Kind.JSON),
          new Shape("insightDetails", Kind.JSON),
          new Shape("eventContext", Kind.JSON),
          new Shape("addendum", Kind.JSON),
          new Shape("edgeDeviceDetails", Kind.JSON));

  /// The record's own columns, in the table's order.
  public static final List<Node> FIELDS;

  /// How many text columns a row has, those that no record has included.
  public static final int TEXTS;

  /// How many text columns an element of `resources` has.
  public static final int RESOURCE_TEXTS = 4;

  /// The text column `th_layout`: how the record was written ([RecordText]).
  public static final int LAYOUT;

  /// The text column `extra`: members that no column holds exactly.
  public static final int EXTRA;

  /// The text column `th_source`: by which way the record came.
  public static final int SOURCE;

  /// The text column `th_object`: the log file it came from.
  public static final int OBJECT;

  private static final Map<EventField, Node> BY_FIELD = new EnumMap<>(EventField.class);

  static {
    Numbering numbering = new Numbering();
    List<Node> fields = new ArrayList<>();
    for (Object entry : ORDER) {
      Shape shape = entry instanceof EventField field ? text(field.jsonName()) : (Shape) entry;
      EventField field = EventField.named(shape.key);
      if (field == null) {
        throw new IllegalStateException("no such field: " + shape.key);
      }
      Node node = shape.node(code(field), numbering);
      fields.add(node);
      BY_FIELD.put(field, node);
    }
    FIELDS = List.copyOf(fields);
    LAYOUT = numbering.texts++;
    EXTRA = numbering.texts++;
    SOURCE = numbering.texts++;
    OBJECT = numbering.texts++;
    TEXTS = numbering.texts;
  }

  private EventSchema() {}

  /// Letters of the fields in a layout follow [EventField]'s order, which only grows at its end.
  @SuppressWarnings("EnumOrdinal")
  private static char code(EventField field) {
    int place = field.ordinal();
    return (char) (place < 26 ? 'A' + place : 'a' + place - 26);
  }

  /// The column of a member of a record.
  public static Node node(EventField field) {
    Node node = BY_FIELD.get(field);
    if (node == null) {
      throw new IllegalStateException("no column for " + field);
    }
    return node;
  }

  static @Nullable Node nodeWithCode(char code) {
    for (Node node : FIELDS) {
      if (node.code == code) {
        return node;
      }
    }
    return null;
  }

  /// The table's schema; the catalog gives it its final field ids.
  public static Schema schema() {
    int[] id = {0};
    List<Types.NestedField> columns = new ArrayList<>();
    for (Node node : FIELDS) {
      columns.add(Types.NestedField.optional(++id[0], node.column(), type(node, id)));
    }
    for (String name : List.of("th_layout", "extra", "th_source", "th_object")) {
      columns.add(Types.NestedField.optional(++id[0], name, Types.StringType.get()));
    }
    columns.add(
        Types.NestedField.optional(++id[0], "th_ingested", Types.TimestampType.withoutZone()));
    return new Schema(columns);
  }

  /// The keys that [RecordText] writes itself, at every depth; all others stand in a column's text.
  public static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    FIELDS.forEach(field -> keys(field, keys));
    return keys;
  }

  private static void keys(Node node, Set<String> into) {
    into.add(node.key());
    node.children().forEach(child -> keys(child, into));
  }

  /// One partition a day of event time, and nothing else.
  public static PartitionSpec partitioning(Schema schema) {
    return PartitionSpec.builderFor(schema).day("eventtime").build();
  }

  public static SortOrder order(Schema schema) {
    return SortOrder.builderFor(schema).asc("eventtime").build();
  }

  private static Type type(Node node, int[] id) {
    return switch (node.kind()) {
      case TEXT, JSON -> Types.StringType.get();
      case FLAG -> Types.BooleanType.get();
      case TIME -> Types.TimestampType.withoutZone();
      case STRUCT -> struct(node, id);
      case LIST -> Types.ListType.ofOptional(++id[0], struct(node, id));
    };
  }

  private static Types.StructType struct(Node node, int[] id) {
    List<Types.NestedField> members = new ArrayList<>();
    for (Node child : node.children()) {
      members.add(Types.NestedField.optional(++id[0], child.column(), type(child, id)));
    }
    return Types.StructType.of(members);
  }

  private static Shape struct(String key) {
    return new Shape(key, Kind.STRUCT);
  }

  private static Shape text(String key) {
    return new Shape(key, Kind.TEXT);
  }

  private static final class Numbering {
    private int texts;
    private int flags;
  }

  /// A node before it has its letter and number.
  private record Shape(String key, Kind kind, List<Shape> children) {
    Shape(String key, Kind kind) {
      this(key, kind, List.of());
    }

    Shape texts(String... keys) {
      Shape grown = this;
      for (String each : keys) {
        grown = grown.with(text(each));
      }
      return grown;
    }

    Shape with(Shape child) {
      List<Shape> grown = new ArrayList<>(children);
      grown.add(child);
      return new Shape(key, kind, grown);
    }

    Node node(char code, Numbering numbering) {
      Numbering inside = kind == Kind.LIST ? new Numbering() : numbering;
      int leaf =
          switch (kind) {
            case TEXT, JSON -> numbering.texts++;
            case FLAG -> numbering.flags++;
            case STRUCT, LIST, TIME -> inside.texts;
          };
      List<Node> nodes = new ArrayList<>();
      char childCode = 'a';
      for (Shape child : children) {
        nodes.add(child.node(childCode++, inside));
      }
      return new Node(key, key.toLowerCase(Locale.ROOT), code, kind, leaf, List.copyOf(nodes));
    }
  }
}
