package io.trailhouse.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// A table of a few events in Parquet files that the engine's own writer made.
final class SampleTable implements TableFiles {
  private static final AtomicInteger IDS = new AtomicInteger();
  static final Schema SCHEMA = columns();

  /// One writing call on a bucket and one that was denied.
  static final String[] TWO_EVENTS = {
    """
    '11111111-1111-1111-1111-111111111111' AS eventid, '111122223333' AS recipientaccountid,
    'eu-west-1' AS awsregion, 's3.amazonaws.com' AS eventsource, 'PutBucketPolicy' AS eventname,
    TIMESTAMP '2026-05-01 00:08:07' AS eventtime, false AS readonly, true AS managementevent,
    'Management' AS eventcategory, '192.0.2.76' AS sourceipaddress,
    'true' AS sessioncredentialfromconsole,
    {'type': 'AssumedRole', 'arn': 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
     'sessioncontext': {'sessionissuer': {'username': 'Admin'},
       'attributes': {'mfaauthenticated': 'true'}}} AS useridentity,
    {'tlsversion': 'TLSv1.3'} AS tlsdetails,
    [{'arn': 'arn:aws:s3:::logs', 'accountid': '111122223333', 'type': 'AWS::S3::Bucket'},
     {'arn': 'arn:aws:s3:::logs/a', 'type': 'AWS::S3::Object'}] AS resources,
    '{"bucketName":"logs","n":5,"tags":["a","b"],"deep":{"x-y":{"z":true}},"t":{"k":"v"}}'
      AS requestparameters,
    '{"reason":"UPDATED_DATA","originalEventID":"e0"}' AS addendum,
    '"HIDDEN_DUE_TO_SECURITY_REASONS"' AS responseelements\
    """,
    """
    '22222222-2222-2222-2222-222222222222' AS eventid, '444455556666' AS recipientaccountid,
    'us-east-1' AS awsregion, 'iam.amazonaws.com' AS eventsource, 'ListUsers' AS eventname,
    TIMESTAMP '2026-05-02 23:59:59' AS eventtime, true AS readonly,
    'AccessDenied' AS errorcode\
    """
  };

  final List<EventRanges> asked = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final Path folder;

  SampleTable(Path folder) {
    this.folder = folder;
  }

  QueryEngine engine() {
    return engine(QuerySettings.of(folder.resolve("scratch"), List.of(folder)).memory(256L << 20));
  }

  QueryEngine engine(QuerySettings settings) {
    return QueryEngine.open(this, settings);
  }

  @Override
  public Plan plan(String table, EventRanges ranges) {
    if (table.equals("log_files")) {
      return new Plan(
          new Schema(Types.NestedField.optional(1, "origin", Types.StringType.get())),
          List.of(),
          false);
    }
    if (table.equals("findings")) {
      return new Plan(
          new Schema(
              Types.NestedField.optional(1, "id", Types.StringType.get()),
              Types.NestedField.optional(2, "changed_at", Types.TimestampType.withoutZone())),
          List.of(),
          false);
    }
    asked.add(ranges);
    return new Plan(SCHEMA, files, false);
  }

  /// Writes a file; each row is a list of `column = expression`, and leaves out what it will.
  void file(String name, String... rows) {
    String typed =
        SCHEMA.columns().stream()
            .map(f -> "CAST(NULL AS " + TableView.type(f.type()) + ") AS \"" + f.name() + "\"")
            .collect(Collectors.joining(", "));
    StringBuilder all = new StringBuilder("SELECT " + typed + " WHERE false");
    for (String row : rows) {
      all.append(" UNION ALL BY NAME SELECT ").append(row);
    }
    Path file = folder.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Files.createDirectories(folder);
      statement.execute(
          "COPY (SELECT "
              + casts()
              + " FROM ("
              + all
              + ")) TO '"
              + file
              + "' (FORMAT parquet, COMPRESSION zstd, FIELD_IDS "
              + ids(SCHEMA.columns())
              + ")");
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
    files.add(file.toString());
  }

  private static String casts() {
    return SCHEMA.columns().stream()
        .map(f ->
            "CAST(\""
                + f.name()
                + "\" AS "
                + TableView.type(f.type())
                + ") AS \""
                + f.name()
                + "\"")
        .collect(Collectors.joining(", "));
  }

  private static String ids(List<Types.NestedField> fields) {
    return fields.stream()
        .map(f -> f.name() + ": " + id(f.fieldId(), f.type()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String id(int id, Type type) {
    if (type.isStructType()) {
      return "{__duckdb_field_id: " + id + ", " + ids(type.asStructType().fields()).substring(1);
    }
    if (type.isListType()) {
      Types.NestedField element = type.asListType().fields().getFirst();
      return "{__duckdb_field_id: "
          + id
          + ", element: "
          + id(element.fieldId(), element.type())
          + "}";
    }
    return String.valueOf(id);
  }

  private static Schema columns() {
    IDS.set(0);
    List<Types.NestedField> fields = new ArrayList<>();
    texts(fields, "eventid", "recipientaccountid", "sharedeventid", "requestid", "eventversion");
    texts(fields, "eventtype", "eventcategory");
    fields.add(field("eventtime", Types.TimestampType.withoutZone()));
    texts(fields, "eventsource", "eventname", "awsregion", "apiversion", "errorcode");
    texts(fields, "errormessage");
    fields.add(field("readonly", Types.BooleanType.get()));
    fields.add(field("managementevent", Types.BooleanType.get()));
    fields.add(field("useridentity", identity()));
    texts(fields, "sourceipaddress", "useragent", "vpcendpointid", "vpcendpointaccountid");
    texts(fields, "sessioncredentialfromconsole");
    fields.add(
        field(
            "tlsdetails",
            struct("tlsversion", "ciphersuite", "clientprovidedhostheader", "keyexchange")));
    Types.StructType resource = struct("arn", "accountid", "type", "arnprefix");
    fields.add(field("resources", Types.ListType.ofOptional(IDS.incrementAndGet(), resource)));
    texts(fields, "requestparameters", "responseelements", "additionaleventdata");
    texts(fields, "serviceeventdetails", "insightdetails", "eventcontext", "addendum");
    texts(fields, "edgedevicedetails", "th_layout", "extra", "th_source", "th_object");
    fields.add(field("th_ingested", Types.TimestampType.withoutZone()));
    return new Schema(fields);
  }

  private static Types.StructType identity() {
    List<Types.NestedField> fields = new ArrayList<>();
    texts(fields, "type", "principalid", "arn", "accountid", "accesskeyid", "username");
    texts(fields, "invokedby", "identityprovider", "credentialid");
    List<Types.NestedField> session = new ArrayList<>();
    session.add(field("attributes", struct("creationdate", "mfaauthenticated")));
    session.add(
        field("sessionissuer", struct("type", "principalid", "arn", "accountid", "username")));
    session.add(field("webidfederationdata", struct("federatedprovider", "attributes")));
    texts(session, "sourceidentity", "ec2roledelivery", "ec2issuedinvpc");
    fields.add(field("sessioncontext", Types.StructType.of(session)));
    fields.add(field("onbehalfof", struct("userid", "identitystorearn")));
    fields.add(
        field(
            "inscopeof",
            struct("sourcearn", "sourceaccount", "issuertype", "credentialsissuedto")));
    fields.add(field("invokedbydelegate", struct("accountid")));
    return Types.StructType.of(fields);
  }

  private static Types.StructType struct(String... names) {
    List<Types.NestedField> fields = new ArrayList<>();
    texts(fields, names);
    return Types.StructType.of(fields);
  }

  private static void texts(List<Types.NestedField> fields, String... names) {
    for (String name : names) {
      fields.add(field(name, Types.StringType.get()));
    }
  }

  private static Types.NestedField field(String name, Type type) {
    return Types.NestedField.optional(IDS.incrementAndGet(), name, type);
  }
}
