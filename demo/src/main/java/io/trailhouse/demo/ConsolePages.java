package io.trailhouse.demo;

import java.util.List;
import java.util.Locale;

/// What pages of the console, or short sittings at a prompt, call.
final class ConsolePages {

  private final Dice dice;
  private final S3Calls s3;
  private final Ec2Calls ec2;

  ConsolePages(Dice dice) {
    this.dice = dice;
    this.s3 = new S3Calls(dice);
    this.ec2 = new Ec2Calls(dice);
  }

  /// The calls of one page, looked at in a place by somebody with an ARN; a reader changes nothing.
  List<Call> page(Place place, String arn, boolean reader) {
    return switch (dice.below(reader ? 8 : 9)) {
      case 0 -> machines();
      case 1 -> buckets(place);
      case 2 -> identities();
      case 3 -> alarms(place);
      case 4 -> functions(place, arn);
      case 5 -> databases();
      case 6 -> history();
      case 7 -> costs(arn);
      default -> change(place);
    };
  }

  private static List<Call> machines() {
    return List.of(
        Ec2Calls.describeInstances(),
        Ec2Calls.describe("DescribeInstanceStatus", "instancesSet"),
        Ec2Calls.describe("DescribeVolumes", "volumeSet"),
        Ec2Calls.describe("DescribeSecurityGroups", "securityGroupSet"),
        Ec2Calls.describe("DescribeKeyPairs", "keySet"),
        Ec2Calls.describe("DescribeAddresses", "publicIpsSet"));
  }

  private List<Call> buckets(Place place) {
    String bucket = "larchfield-" + place.account().name().toLowerCase(Locale.ROOT);
    return List.of(
        s3.listBuckets(place),
        s3.about("GetBucketLocation", place, bucket),
        s3.about("GetBucketVersioning", place, bucket),
        s3.about("GetBucketEncryption", place, bucket),
        s3.about("GetBucketPublicAccessBlock", place, bucket));
  }

  private static List<Call> identities() {
    return List.of(
        IamCalls.look("GetAccountSummary"),
        IamCalls.look("ListAccountAliases"),
        IamCalls.look("ListUsers"),
        IamCalls.look("ListRoles"),
        IamCalls.aboutRole("ListAttachedRolePolicies", "order-api-role"),
        IamCalls.aboutRole("GetRole", "order-api-role"));
  }

  private static List<Call> alarms(Place place) {
    return List.of(
        Call.read("monitoring", "DescribeAlarms").asking("maxRecords", 100),
        Call.read("monitoring", "ListDashboards"),
        Call.read("logs", "DescribeLogGroups").asking("limit", 50).with("apiVersion", "20140328"),
        Call.read("logs", "DescribeMetricFilters").with("apiVersion", "20140328"),
        ServiceCalls.describeKey(place, "orders"));
  }

  private List<Call> functions(Place place, String arn) {
    Call list = Call.read("lambda", "ListFunctions20150331");
    Call get = Call.read("lambda", "GetFunction20150331v2").asking("functionName", "images");
    return dice.oneIn(4)
        ? List.of(list, get.denied(arn, place.arn("lambda", "function:images")))
        : List.of(list, get, Call.read("lambda", "GetAccountSettings20160819"));
  }

  private static List<Call> databases() {
    return List.of(
        Call.read("rds", "DescribeDBInstances").asking(),
        Call.read("rds", "DescribeDBClusters").asking(),
        Call.read("dynamodb", "ListTables").with("apiVersion", "2012-08-10"),
        Call.read("rds", "DescribeEvents").asking("sourceType", "db-instance"));
  }

  private static List<Call> history() {
    return List.of(
        Call.read("cloudtrail", "LookupEvents")
            .asking(
                Doc.of(
                        "lookupAttributes",
                        List.of(Doc.of("attributeKey", "ReadOnly", "attributeValue", "false")))
                    .with("maxResults", 50)),
        Call.read("cloudtrail", "DescribeTrails").asking("includeShadowTrails", true),
        Call.read("health", "DescribeEventAggregates")
            .asking("aggregateField", "eventTypeCategory"));
  }

  private static List<Call> costs(String arn) {
    return List.of(
        Call.read("ce", "GetCostAndUsage").asking("granularity", "MONTHLY").denied(arn, "*"),
        Call.read("organizations", "DescribeOrganization").denied(arn, "*"),
        Call.read("freetier", "GetFreeTierUsage").denied(arn, "*"));
  }

  private List<Call> change(Place place) {
    String group = "sg-0" + place.account().dice("office").hex(16);
    return switch (dice.below(3)) {
      case 0 -> List.of(ec2.createTags("i-0" + dice.hex(16), "try-" + dice.between(1, 99)));
      case 1 ->
          List.of(ec2.authorizeIngress(group, "192.0.2." + dice.between(32, 63) + "/32", 443));
      default -> List.of(put("/orders/flags/tax"), put("/orders/flags/promo"));
    };
  }

  private static Call put(String parameter) {
    return Call.write("ssm", "PutParameter")
        .asking(
            Doc.of("name", parameter)
                .with("type", "String")
                .with("overwrite", true)
                .with("value", "HIDDEN_DUE_TO_SECURITY_REASONS"))
        .answered("version", 7, "tier", "Standard");
  }
}
