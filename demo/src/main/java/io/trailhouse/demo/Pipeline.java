package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// Continuous integration: runs Terraform in development with a token of the code host, releases to
/// production by taking a role there, and publishes with the keys of an old IAM user.
final class Pipeline implements Actor {

  /// The IAM user whose key will leak.
  static final String USER = "ci-artifacts";

  static final String KEY = "AKIA4EXAMPLE7LEAKED5";

  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final List<String> FARM = List.of("192.0.2.10", "192.0.2.11");
  private static final String PROVIDER_HOST = "token.actions.codehost.example";
  private static final String TERRAFORM =
      "APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io)"
          + " terraform-provider-aws/5.97.0"
          + " (+https://registry.terraform.io/providers/hashicorp/aws)"
          + " aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.8 md/GOOS#linux md/GOARCH#amd64";
  private static final String CLI =
      "aws-cli/2.22.35 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6"
          + " md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off"
          + " md/command#ecr.get-login-password";

  private final Dice dice;
  private final StsCalls sts;
  private final S3Calls s3;
  private final Ec2Calls ec2;

  Pipeline(long seed) {
    this.dice = Dice.of(seed, "pipeline");
    this.sts = new StsCalls(dice);
    this.s3 = new S3Calls(dice);
    this.ec2 = new Ec2Calls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    int runs = DemoCalendar.workday(day) ? dice.between(7, 11) : dice.below(2);
    for (int run = 0; run < runs; run++) {
      int minute = dice.between(7 * 60, 17 * 60);
      long second = DemoCalendar.second(day, minute / 60, minute % 60);
      terraform(second, dice.oneIn(3), out);
      if (second < Containment.KEY_ENDS) {
        publish(second + 70, out);
      }
      if (dice.oneIn(4)) {
        release(second + 120, out);
      }
    }
    if (day.equals(LocalDate.of(2026, 5, 11))) {
      makeAccountTrail(out);
    }
  }

  private Caller begin(long second, Recorder out) {
    Role role = Role.of(Account.DEVELOPMENT, "deploy-from-code-host");
    Session session = Session.of(role, "run-" + dice.between(40_000, 59_999), dice, second);
    String provider = Account.DEVELOPMENT.arn("iam", "oidc-provider/" + PROVIDER_HOST);
    String subject = "repo:larchfield/platform:ref:refs/heads/main";
    Doc identity =
        Doc.of("type", "WebIdentityUser")
            .with("principalId", provider + ":sts.amazonaws.com:" + subject)
            .with("userName", subject)
            .with("identityProvider", provider);
    Seat seat = Seat.at(dice.pick(FARM), TERRAFORM);
    Caller token = new Caller(null, subject, identity, seat);
    out.record(second, DEV, token, sts.assumeRoleWithWebIdentity(session, provider));
    return Caller.federated(session, seat, provider);
  }

  private void terraform(long start, boolean apply, Recorder out) {
    Caller caller = begin(start, out);
    out.record(start + 1, DEV, caller, sts.callerIdentity(caller));
    long second = start + 2;
    for (int i = 0; i < 8; i++) {
      out.record(second, DEV, caller, s3.about(dice.pick(BUCKET_LOOKS), DEV, "larchfield-site"));
      String role = dice.pick(List.of("order-api-role", "fleet-role", "sandbox-role"));
      out.record(second, DEV, caller, IamCalls.aboutRole("GetRole", role));
      out.record(second, DEV, caller, IamCalls.aboutRole("ListRolePolicies", role));
      out.record(second, DEV, caller, dice.pick(EC2_LOOKS));
      second += dice.between(1, 3);
    }
    if (apply) {
      IamCalls iam = new IamCalls(Account.DEVELOPMENT);
      out.record(second + 2, DEV, caller, iam.tagRole("order-api-role", "release", dice.hex(7)));
      out.record(second + 3, DEV, caller, ec2.createTags("vpc-08ab3de1f74c25906", "dev"));
      out.record(second + 4, DEV, caller, updateFunction());
    }
  }

  private static final List<String> BUCKET_LOOKS =
      List.of("GetBucketPolicy", "GetBucketAcl", "GetBucketTagging", "GetBucketVersioning");

  private static final List<Call> EC2_LOOKS =
      List.of(
          Ec2Calls.describe("DescribeVpcs", "vpcSet"),
          Ec2Calls.describe("DescribeSubnets", "subnetSet"),
          Ec2Calls.describe("DescribeSecurityGroups", "securityGroupSet"),
          Ec2Calls.describe("DescribeLaunchTemplates", "launchTemplateSet"));

  private Call updateFunction() {
    return Call.write("lambda", "UpdateFunctionCode20150331v2")
        .asking(
            Doc.of("functionName", "images")
                .with("s3Bucket", "larchfield-artifacts")
                .with("s3Key", "images/" + dice.hex(12) + ".zip")
                .with("publish", true)
                .with("dryRun", false))
        .answered(
            Doc.of("functionName", "images")
                .with("functionArn", DEV.arn("lambda", "function:images"))
                .with("runtime", "python3.13")
                .with("handler", "main.handle")
                .with("codeSize", dice.between(90_000, 120_000))
                .with("version", Integer.toString(dice.between(200, 400))));
  }

  /// What `ci-artifacts` is for: fetch a token for the registry and push an image.
  private void publish(long second, Recorder out) {
    Caller caller = Caller.user(Account.DEVELOPMENT, USER, KEY, Seat.at(dice.pick(FARM), CLI));
    Doc repository =
        Call.resource(
            Account.DEVELOPMENT, "AWS::ECR::Repository", DEV.arn("ecr", "repository/orders/api"));
    out.record(second, DEV, caller, Call.read("ecr", "GetAuthorizationToken"));
    out.record(
        second + 4,
        DEV,
        caller,
        Call.write("ecr", "PutImage")
            .asking(
                Doc.of("registryId", Account.DEVELOPMENT.id())
                    .with("repositoryName", "orders/api")
                    .with("imageTag", "build-" + dice.between(3000, 3999)))
            .on(repository));
    out.record(second + 6, DEV, caller, s3.about("GetBucketLocation", DEV, "larchfield-artifacts"));
  }

  private void release(long second, Recorder out) {
    Place production = new Place(Account.PRODUCTION, "us-east-1");
    Caller caller = begin(second, out);
    Role role = Role.of(Account.PRODUCTION, "release");
    Session session = Session.of(role, "release-from-dev", dice, second + 2);
    out.record(second + 2, DEV, caller, sts.assumeRole(session, Doc.EMPTY));
    Caller released = Caller.session(session, caller.seat());
    out.record(second + 4, production, released, Call.read("ecs", "DescribeServices").asking());
    Call update =
        Call.write("ecs", "UpdateService")
            .asking(
                Doc.of("cluster", "shop")
                    .with("service", "order-api")
                    .with("taskDefinition", "order-api:" + dice.between(410, 490))
                    .with("forceNewDeployment", false))
            .answered("service", Doc.of("serviceName", "order-api", "status", "ACTIVE"));
    out.record(second + 6, production, released, update);
    out.record(second + 30, production, released, Call.read("ecs", "DescribeServices").asking());
  }

  private void makeAccountTrail(Recorder out) {
    Caller caller = begin(AccountTrail.CREATED - 5, out);
    Call create =
        Call.write("cloudtrail", "CreateTrail")
            .asking(
                Doc.of("name", AccountTrail.NAME)
                    .with("s3BucketName", Account.TRAIL_BUCKET)
                    .with("includeGlobalServiceEvents", true)
                    .with("isMultiRegionTrail", false)
                    .with("enableLogFileValidation", true))
            .answered("name", AccountTrail.NAME, "trailARN", AccountTrail.arn());
    out.record(AccountTrail.CREATED, DEV, caller, create);
    Call start = Call.write("cloudtrail", "StartLogging").asking("name", AccountTrail.arn());
    out.record(AccountTrail.CREATED + 2, DEV, caller, start);
  }
}
