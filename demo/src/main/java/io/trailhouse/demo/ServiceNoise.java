package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// AWS services at work in the accounts: the trail's own calls, Config, Auto Scaling, and a vendor
/// whose monitoring takes a role from outside the organization.
final class ServiceNoise implements Actor {

  private static final List<Place> CONFIG =
      List.of(
          new Place(Account.PRODUCTION, "us-east-1"),
          new Place(Account.PRODUCTION, "eu-west-1"),
          new Place(Account.DEVELOPMENT, "us-east-1"),
          new Place(Account.DATA, "eu-west-1"),
          new Place(Account.SECURITY, "us-east-1"),
          new Place(Account.MANAGEMENT, "us-east-1"));

  private static final List<Call> INVENTORY =
      List.of(
          Ec2Calls.describe("DescribeVpcs", "vpcSet"),
          Ec2Calls.describe("DescribeSubnets", "subnetSet"),
          Ec2Calls.describe("DescribeSecurityGroups", "securityGroupSet"),
          Ec2Calls.describe("DescribeVolumes", "volumeSet"),
          Ec2Calls.describe("DescribeNetworkAcls", "networkAclIdSet"),
          Ec2Calls.describe("DescribeRouteTables", "routeTableIdSet"),
          Ec2Calls.describe("DescribeAddresses", "publicIpsSet"));

  private static final String VENDOR_ACCOUNT = "888899990000";
  private static final String VENDOR_AGENT =
      "peakwatch-crawler/7.4 aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.2";

  private final Dice dice;
  private final ServiceCalls services;
  private final S3Calls s3;
  private final StsCalls sts;
  private final Ec2Calls ec2;

  ServiceNoise(long seed) {
    this.dice = Dice.of(seed, "services");
    this.services = new ServiceCalls(dice);
    this.s3 = new S3Calls(dice);
    this.sts = new StsCalls(dice);
    this.ec2 = new Ec2Calls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    for (int hour = 0; hour < 24; hour++) {
      long second = DemoCalendar.second(day, hour, 6);
      if (hour % 2 == 0) {
        trail(second, out);
        vendor(second, out);
      }
      if (hour % 6 == 1) {
        CONFIG.forEach(place -> config(second, place, out));
      }
    }
    scale(DemoCalendar.second(day, 6, 36), true, day, out);
    scale(DemoCalendar.second(day, 19, 36), false, day, out);
  }

  /// CloudTrail looks at its bucket before it delivers.
  private void trail(long second, Recorder out) {
    Place place = new Place(Account.SECURITY, "us-east-1");
    Caller cloudtrail = Caller.service("cloudtrail.amazonaws.com");
    out.record(
        second,
        place,
        cloudtrail,
        s3.about("GetBucketAcl", place, Account.TRAIL_BUCKET).with("sharedEventID", dice.uuid()));
    String object = "arn:aws:s3:::" + Account.TRAIL_BUCKET + "/AWSLogs/";
    out.record(
        second + 1,
        place,
        cloudtrail,
        services.generateDataKey(place, "trail", "aws:s3:arn", object));
  }

  private void config(long second, Place place, Recorder out) {
    Role role =
        new Role(
            place.account(), "/aws-service-role/config.amazonaws.com/", "AWSServiceRoleForConfig");
    Session session = Session.of(role, "AWSConfig-Describe", dice, second);
    Caller caller =
        Caller.session(session, Seat.service("config.amazonaws.com"))
            .invokedBy("config.amazonaws.com");
    out.record(
        second, place, Caller.service("config.amazonaws.com"), sts.assumeRoleForService(session));
    for (Call look : INVENTORY) {
      out.record(second + 2, place, caller, look);
    }
    out.record(second + 3, place, caller, s3.listBuckets(place));
    out.record(second + 3, place, caller, IamCalls.look("ListRoles"));
    out.record(second + 4, place, caller, IamCalls.look("GetAccountPasswordPolicy"));
    out.record(second + 5, place, caller, services.putEvaluations("iam-user-mfa-enabled"));
    if (dice.oneIn(3)) {
      String secret = place.arn("secretsmanager", "secret:*");
      out.record(
          second + 6,
          place,
          caller,
          Call.read("secretsmanager", "ListSecrets").denied(session.arn(), secret));
    }
  }

  private void vendor(long second, Recorder out) {
    Place place = new Place(Account.PRODUCTION, "us-east-1");
    Session session = Session.of(Role.of(place.account(), "PeakWatch"), "peakwatch", dice, second);
    Seat seat = Seat.at("198.51.100.225", VENDOR_AGENT);
    Doc outsider =
        Doc.of("type", "AWSAccount")
            .with("principalId", "AROA" + Dice.of(0, "vendor").capitals(17) + ":crawler")
            .with("accountId", VENDOR_ACCOUNT);
    Caller vendor = new Caller(VENDOR_ACCOUNT, "peakwatch", outsider, seat);
    Doc more = Doc.of("externalId", "larchfield-7b1e", "durationSeconds", 3600);
    out.record(
        second, place, vendor, sts.assumeRole(session, more).with("sharedEventID", dice.uuid()));
    Caller inside = Caller.session(session, seat);
    out.record(second + 1, place, inside, Ec2Calls.describeInstances());
    out.record(second + 2, place, inside, Ec2Calls.describe("DescribeVolumes", "volumeSet"));
    out.record(second + 2, place, inside, Call.read("rds", "DescribeDBInstances").asking());
    out.record(second + 3, place, inside, Call.read("lambda", "ListFunctions20150331"));
    out.record(second + 3, place, inside, Call.read("monitoring", "DescribeAlarms").asking());
    Call budget = Call.read("ce", "GetCostAndUsage").asking("granularity", "DAILY");
    out.record(second + 4, place, inside, budget.denied(session.arn(), "*"));
  }

  /// Machines come in the morning and go in the evening.
  private void scale(long second, boolean up, LocalDate day, Recorder out) {
    Place place = new Place(Account.PRODUCTION, "us-east-1");
    Role role =
        new Role(
            place.account(),
            "/aws-service-role/autoscaling.amazonaws.com/",
            "AWSServiceRoleForAutoScaling");
    Session session = Session.of(role, "AutoScaling", dice, second);
    Caller caller =
        Caller.session(session, Seat.service("autoscaling.amazonaws.com"))
            .invokedBy("autoscaling.amazonaws.com");
    int machines = DemoCalendar.workday(day) ? 5 : 2;
    for (int i = 0; i < machines; i++) {
      String instance = "i-0" + Dice.of(0, day + "/" + i).hex(16);
      Call change =
          up
              ? ec2.runInstances(place, instance, "lt-0b8e1c5d9f20a4736")
              : ec2.terminateInstances(instance);
      out.record(second + i, place, caller, change);
      Call target =
          Call.write("elasticloadbalancing", up ? "RegisterTargets" : "DeregisterTargets")
              .asking(
                  Doc.of(
                          "targetGroupArn",
                          place.arn("elasticloadbalancing", "targetgroup/orders/5d3f0c1b2a497e68"))
                      .with("targets", List.of(Doc.of("id", instance, "port", 8080))));
      out.record(second + i + 20, place, caller, target);
    }
  }
}
