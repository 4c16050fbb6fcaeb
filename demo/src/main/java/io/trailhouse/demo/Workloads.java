package io.trailhouse.demo;

import io.trailhouse.demo.Workload.Rhythm;
import io.trailhouse.demo.Workload.Task;
import java.util.ArrayList;
import java.util.List;

/// The programs that the organization runs, and what each of them calls.
final class Workloads {

  private final List<Actor> all = new ArrayList<>();
  private final long seed;
  private final Dice dice;
  private final ServiceCalls services;
  private final S3Calls s3;
  private final StsCalls sts;

  private Workloads(long seed) {
    this.seed = seed;
    this.dice = Dice.of(seed, "workloads");
    this.services = new ServiceCalls(dice);
    this.s3 = new S3Calls(dice);
    this.sts = new StsCalls(dice);
  }

  static List<Actor> all(long seed) {
    Workloads workloads = new Workloads(seed);
    workloads.production();
    workloads.data();
    workloads.rest();
    return List.copyOf(workloads.all);
  }

  private void production() {
    Place virginia = new Place(Account.PRODUCTION, "us-east-1");
    Place ireland = new Place(Account.PRODUCTION, "eu-west-1");
    Place sydney = new Place(Account.PRODUCTION, "ap-southeast-2");
    add(virginia, "order-api", Workload.Host.CONTAINER, new Rhythm(1, 1, 44), orders(virginia));
    add(virginia, "basket-api", Workload.Host.CONTAINER, new Rhythm(1, 7, 34), orders(virginia));
    add(virginia, "thumbnailer", Workload.Host.FUNCTION, new Rhythm(1, 1, 22), images(virginia));
    add(virginia, "mailer", Workload.Host.FUNCTION, new Rhythm(1, 7, 16), images(virginia));
    add(virginia, "fleet", Workload.Host.INSTANCE, new Rhythm(1, 7, 16), fleet(virginia));
    add(ireland, "order-api", Workload.Host.CONTAINER, new Rhythm(1, 3, 30), orders(ireland));
    add(ireland, "fleet", Workload.Host.INSTANCE, new Rhythm(1, 3, 10), fleet(ireland));
    add(sydney, "order-api", Workload.Host.CONTAINER, new Rhythm(3, 2, 24), orders(sydney));
    add(sydney, "fleet", Workload.Host.INSTANCE, new Rhythm(3, 2, 8), fleet(sydney));
  }

  private void data() {
    Place ireland = new Place(Account.DATA, "eu-west-1");
    Place frankfurt = new Place(Account.DATA, "eu-central-1");
    add(ireland, "lake-ingest", Workload.Host.FUNCTION, new Rhythm(1, 4, 34), ingest(ireland));
    add(ireland, "report-builder", Workload.Host.CONTAINER, new Rhythm(1, 4, 18), reads(ireland));
    add(
        ireland,
        "export-nightly",
        Workload.Host.CONTAINER,
        new Rhythm(12, 4, 40),
        exports(ireland));
    add(frankfurt, "lake-ingest", Workload.Host.FUNCTION, new Rhythm(2, 0, 16), ingest(frankfurt));
  }

  private void rest() {
    Place dev = new Place(Account.DEVELOPMENT, "us-east-1");
    Place devIreland = new Place(Account.DEVELOPMENT, "eu-west-1");
    Place security = new Place(Account.SECURITY, "us-east-1");
    add(dev, "order-api", Workload.Host.CONTAINER, new Rhythm(2, 5, 16), orders(dev));
    add(dev, "fleet", Workload.Host.INSTANCE, new Rhythm(2, 5, 8), fleet(dev));
    add(devIreland, "sandbox", Workload.Host.FUNCTION, new Rhythm(6, 5, 10), images(devIreland));
    add(security, "posture-check", Workload.Host.FUNCTION, new Rhythm(3, 6, 26), posture());
  }

  private void add(
      Place place, String program, Workload.Host host, Rhythm rhythm, List<Task> tasks) {
    all.add(new Workload(seed, new Workload.Program(place, program, host), rhythm, tasks));
  }

  private List<Task> orders(Place place) {
    Task write = (at, who, out) -> out.record(at, place, who, row("PutItem", place));
    Task change = (at, who, out) -> out.record(at, place, who, row("UpdateItem", place));
    Task decrypt =
        (at, who, out) ->
            out.record(
                at,
                place,
                who.invokedBy("AWS Internal"),
                services.decrypt(place, "orders", "aws:dynamodb:tableName", "orders"));
    Task secret =
        (at, who, out) -> {
          out.record(at, place, who, ServiceCalls.secret(place, "orders/database-Xk3f9Q"));
          String arn = place.arn("secretsmanager", "secret:orders/database-Xk3f9Q");
          out.record(
              at,
              place,
              who.invokedBy("secretsmanager.amazonaws.com"),
              services.decrypt(place, "secrets", "SecretARN", arn));
        };
    Task parameter = (at, who, out) -> out.record(at, place, who, parameter());
    Task stream = (at, who, out) -> out.record(at, place, who, stream("/ecs/order-api"));
    return List.of(
        write, write, write, change, change, decrypt, decrypt, secret, parameter, stream);
  }

  private Call row(String name, Place place) {
    return services.table(name, place, "orders", "o-" + dice.between(100_000, 999_999));
  }

  private Call parameter() {
    return services.parameter("/orders/flags/" + dice.pick(List.of("tax", "ship", "promo")));
  }

  private Call stream(String group) {
    return services.createLogStream(group);
  }

  private List<Task> images(Place place) {
    Task log = (at, who, out) -> out.record(at, place, who, stream("/aws/lambda/images"));
    Task decrypt =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                services.decrypt(
                    place,
                    "lambda",
                    "aws:lambda:FunctionArn",
                    place.arn("lambda", "function:images")));
    Task who = (at, caller, out) -> out.record(at, place, caller, sts.callerIdentity(caller));
    Task topic =
        (at, caller, out) ->
            out.record(
                at,
                place,
                caller,
                Call.read("sns", "GetTopicAttributes")
                    .asking("topicArn", place.arn("sns", "images-done")));
    return List.of(log, log, log, decrypt, decrypt, who, topic);
  }

  private List<Task> fleet(Place place) {
    Task alive =
        (at, who, out) ->
            out.record(at, place, who, services.instanceAlive(who.principalId().split(":", 2)[1]));
    Task tags =
        (at, who, out) -> out.record(at, place, who, Ec2Calls.describe("DescribeTags", "tagSet"));
    Task image =
        (at, who, out) ->
            out.record(at, place, who, ServiceCalls.describeRegistry(place, "orders/api"));
    Task denied =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                Call.read("ssm", "ListInstanceAssociations")
                    .asking("instanceId", who.principalId().split(":", 2)[1], "maxResults", 20)
                    .denied(arn(who), place.arn("ssm", "*")));
    return List.of(alive, alive, alive, alive, tags, image, image, denied);
  }

  private static String arn(Caller caller) {
    return String.valueOf(caller.identity().value("arn"));
  }

  private List<Task> ingest(Place place) {
    String bucket = bucket(S3Calls.LAKE, place);
    Task put =
        (at, who, out) -> {
          String object = "arn:aws:s3:::" + bucket + "/" + part("events", at);
          out.record(
              at,
              place,
              who,
              s3.putObject(place, bucket, part("events", at), dice.between(40_000, 900_000)));
          out.record(
              at,
              place,
              who.invokedBy("AWS Internal"),
              services.generateDataKey(place, "lake", "aws:s3:arn", object));
        };
    Task catalog =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                Call.read("glue", "GetTable").asking("databaseName", "lake", "name", "events"));
    Task log = (at, who, out) -> out.record(at, place, who, stream("/aws/lambda/lake-ingest"));
    return List.of(put, put, put, catalog, log);
  }

  private List<Task> reads(Place place) {
    String bucket = bucket(S3Calls.LAKE, place);
    Task look =
        (at, who, out) -> out.record(at, place, who, s3.listObjects(place, bucket, "events/"));
    Task take =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                s3.getObject(place, bucket, part("events", at), dice.between(40_000, 900_000)));
    Task table =
        (at, who, out) ->
            out.record(at, place, who, ServiceCalls.describeTable(place, "report-state"));
    Task decrypt =
        (at, who, out) ->
            out.record(
                at,
                place,
                who.invokedBy("AWS Internal"),
                services.decrypt(place, "lake", "aws:s3:arn", "arn:aws:s3:::" + bucket));
    return List.of(look, take, take, take, take, table, decrypt, decrypt);
  }

  private List<Task> exports(Place place) {
    Task put =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                s3.putObject(
                    place,
                    S3Calls.EXPORTS,
                    part("customers", at),
                    dice.between(400_000, 9_000_000)));
    Task check =
        (at, who, out) ->
            out.record(at, place, who, s3.about("GetBucketLocation", place, S3Calls.EXPORTS));
    return List.of(put, put, put, check);
  }

  private String part(String table, long at) {
    String day = DemoCalendar.iso(at).substring(0, 10);
    return table + "/day=" + day + "/part-" + dice.between(10_000, 99_999) + ".parquet";
  }

  private static String bucket(String name, Place place) {
    return place.region().equals("eu-west-1") ? name : name + "-" + place.region();
  }

  private List<Task> posture() {
    Place place = new Place(Account.SECURITY, "us-east-1");
    Task users = (at, who, out) -> out.record(at, place, who, IamCalls.look("ListUsers"));
    Task report = (at, who, out) -> out.record(at, place, who, IamCalls.look("GetAccountSummary"));
    Task buckets = (at, who, out) -> out.record(at, place, who, s3.listBuckets(place));
    Task policy =
        (at, who, out) ->
            out.record(at, place, who, s3.about("GetBucketPolicy", place, Account.TRAIL_BUCKET));
    Task access =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                s3.about("GetBucketPublicAccessBlock", place, Account.TRAIL_BUCKET));
    Task status =
        (at, who, out) ->
            out.record(
                at,
                place,
                who,
                Call.read("cloudtrail", "GetTrailStatus").asking("name", OrganizationTrail.arn()));
    return List.of(users, report, buckets, policy, access, status);
  }
}
