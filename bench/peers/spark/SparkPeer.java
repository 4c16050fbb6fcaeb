import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// Spark in local mode: JSON reader with an explicit schema (inference fails on CloudTrail),
/// explode, Parquet with zstd. The record's own text is not kept: Spark has no way to it once it is
/// parsed. The first pass is cold, later ones are warm.
public final class SparkPeer {

  private static final String[] SCALARS = {
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
    "sessionCredentialFromConsole",
    "requestParameters",
    "responseElements",
    "additionalEventData"
  };

  private SparkPeer() {}

  public static void main(String[] args) throws Exception {
    String out = args[1];
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("WARN");
      Passes.run(Integer.parseInt(args[2]), () -> convert(spark, args[0], out));
    }
  }

  private static Passes.Outcome convert(SparkSession spark, String folder, String out)
      throws Exception {
    Dataset<Row> events =
        spark
            .read()
            .schema(new StructType().add("Records", DataTypes.createArrayType(record())))
            .option("recursiveFileLookup", "true")
            .option("pathGlobFilter", "*.json.gz")
            .json(folder + "/AWSLogs")
            .select(explode(col("Records")).as("e"))
            .select(columns());
    events.write().mode(SaveMode.Overwrite).parquet(out);
    return new Passes.Outcome(-1, -1, LogFiles.size(Path.of(out)));
  }

  private static StructType record() {
    StructType issuer = texts("arn", "userName");
    StructType session = new StructType().add("sessionIssuer", issuer);
    StructType identity =
        texts("type", "principalId", "arn", "accountId", "accessKeyId", "userName", "invokedBy")
            .add("sessionContext", session);
    return texts(SCALARS).add("userIdentity", identity).add("tlsDetails", texts("tlsVersion"));
  }

  private static StructType texts(String... names) {
    StructType type = new StructType();
    for (String name : names) {
      type = type.add(name, DataTypes.StringType);
    }
    return type;
  }

  private static Column[] columns() {
    Column[] columns = new Column[SCALARS.length + 2];
    for (int i = 0; i < SCALARS.length; i++) {
      columns[i] = col("e." + SCALARS[i]);
    }
    columns[SCALARS.length] = col("e.userIdentity");
    columns[SCALARS.length + 1] = col("e.tlsDetails");
    return columns;
  }
}
