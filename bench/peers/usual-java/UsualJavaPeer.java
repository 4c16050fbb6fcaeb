import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/// Java as it is usually written for this job: a `GZIPInputStream`, a Jackson tree of the file, one
/// generic record per event with thirty text columns and the event's own text, Iceberg's generic
/// Parquet writer with zstd, one file, one thread.
public final class UsualJavaPeer {

  private static final List<String> COLUMNS =
      List.of(
          "eventVersion",
          "eventTime",
          "eventSource",
          "eventName",
          "awsRegion",
          "sourceIPAddress",
          "userAgent",
          "errorCode",
          "errorMessage",
          "requestID",
          "eventID",
          "eventType",
          "apiVersion",
          "readOnly",
          "managementEvent",
          "recipientAccountId",
          "sharedEventID",
          "vpcEndpointId",
          "eventCategory",
          "userIdentity.type",
          "userIdentity.principalId",
          "userIdentity.arn",
          "userIdentity.accountId",
          "userIdentity.accessKeyId",
          "userIdentity.userName",
          "userIdentity.invokedBy",
          "userIdentity.sessionContext.sessionIssuer.arn",
          "userIdentity.sessionContext.sessionIssuer.userName",
          "tlsDetails.tlsVersion",
          "sessionCredentialFromConsole");
  private static final String[][] PATHS =
      COLUMNS.stream().map(name -> name.split("\\.")).toArray(String[][]::new);
  private static final Schema SCHEMA = schema();

  private final ObjectMapper mapper = new ObjectMapper();

  private UsualJavaPeer() {}

  public static void main(String[] args) throws Exception {
    List<Path> files = LogFiles.below(Path.of(args[0]));
    Path out = Path.of(args[1]);
    UsualJavaPeer peer = new UsualJavaPeer();
    Passes.run(Integer.parseInt(args[2]), () -> peer.convert(files, out));
  }

  private static Schema schema() {
    List<Types.NestedField> fields = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      String name = COLUMNS.get(i).replace('.', '_').toLowerCase(java.util.Locale.ROOT);
      fields.add(Types.NestedField.optional(i + 1, name, Types.StringType.get()));
    }
    fields.add(Types.NestedField.required(COLUMNS.size() + 1, "raw", Types.StringType.get()));
    return new Schema(fields);
  }

  private Passes.Outcome convert(List<Path> files, Path out) throws IOException {
    Files.deleteIfExists(out);
    long rows = 0;
    long idSum = 0;
    try (FileAppender<Record> appender =
        Parquet.write(org.apache.iceberg.Files.localOutput(out.toFile()))
            .schema(SCHEMA)
            .createWriterFunc(GenericParquetWriter::create)
            .set("write.parquet.compression-codec", "zstd")
            .build()) {
      for (Path file : files) {
        JsonNode records = tree(file).path("Records");
        for (JsonNode event : records) {
          appender.add(row(event));
          rows++;
          idSum += LogFiles.idNumber(event.path("eventID").textValue());
        }
      }
    }
    return new Passes.Outcome(rows, idSum, Files.size(out));
  }

  private JsonNode tree(Path file) throws IOException {
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return mapper.readTree(in);
    }
  }

  private Record row(JsonNode event) {
    Record row = GenericRecord.create(SCHEMA);
    for (int i = 0; i < PATHS.length; i++) {
      JsonNode value = event;
      for (String step : PATHS[i]) {
        value = value.path(step);
      }
      if (!value.isMissingNode() && !value.isNull()) {
        row.set(i, value.isValueNode() ? value.asText() : value.toString());
      }
    }
    row.set(PATHS.length, event.toString());
    return row;
  }
}
