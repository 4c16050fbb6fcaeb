package io.trailhouse.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/// The intruder's first night: tries the key, looks around, makes a user and an administrator of
/// it, signs in, and stops the trail that can be stopped.
final class FirstNight implements Actor {

  static final LocalDate DAY = LocalDate.of(2026, 5, 19);

  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final List<String> REGIONS =
      List.of("us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "sa-east-1");

  private final Dice dice;
  private final StsCalls sts;
  private final S3Calls s3;
  private final IamCalls iam = new IamCalls(Account.DEVELOPMENT);

  FirstNight(long seed) {
    this.dice = Dice.of(seed, "first night");
    this.sts = new StsCalls(dice);
    this.s3 = new S3Calls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (day.equals(DAY)) {
      lookAround(out);
      makeUser(out);
      signIn(out);
      stopTrails(out);
    }
  }

  static long at(int hour, int minute, int second) {
    return DemoCalendar.second(DAY, LocalTime.of(hour, minute, second));
  }

  private void lookAround(Recorder out) {
    Caller key = Intruder.leaked();
    String arn = Account.DEVELOPMENT.arn("iam", "user/" + Pipeline.USER);
    out.record(at(2, 17, 9), DEV, key, sts.callerIdentity(key));
    long second = at(2, 17, 31);
    for (Call call : identityQuestions(arn)) {
      out.record(second, DEV, key, call);
      second += dice.between(2, 7);
    }
    for (Call call : otherQuestions(arn)) {
      out.record(second, DEV, key, call);
      second += dice.between(3, 11);
    }
    for (String region : REGIONS) {
      Place place = new Place(Account.DEVELOPMENT, region);
      out.record(second, place, key, Ec2Calls.describeInstances().denied(arn, "*"));
      out.record(
          second + 1,
          place,
          key,
          Call.read("secretsmanager", "ListSecrets").denied(arn, place.arn("secretsmanager", "*")));
      second += dice.between(3, 6);
    }
  }

  private List<Call> identityQuestions(String arn) {
    String user = Pipeline.USER;
    return List.of(
        IamCalls.look("GetAccountAuthorizationDetails").denied(arn, "*"),
        IamCalls.look("ListUsers"),
        IamCalls.look("ListRoles"),
        IamCalls.look("ListGroups").denied(arn, "*"),
        IamCalls.aboutUser("ListAttachedUserPolicies", user),
        IamCalls.aboutUser("ListUserPolicies", user),
        IamCalls.aboutUser("ListAccessKeys", user),
        IamCalls.aboutUser("ListGroupsForUser", user).denied(arn, arn),
        IamCalls.look("GetAccountSummary").denied(arn, "*"),
        IamCalls.look("GetAccountPasswordPolicy").denied(arn, "*"),
        iam.simulate(user, "iam:CreateUser"),
        iam.simulate(user, "iam:AttachUserPolicy"),
        iam.simulate(user, "iam:CreatePolicyVersion"),
        iam.simulate(user, "sts:AssumeRole"));
  }

  private List<Call> otherQuestions(String arn) {
    return List.of(
        s3.listBuckets(DEV),
        s3.about("GetBucketPolicy", DEV, "larchfield-artifacts").denied(arn, "*"),
        Call.read("organizations", "DescribeOrganization").denied(arn, "*"),
        Call.read("organizations", "ListAccounts").denied(arn, "*"),
        Call.read("ses", "GetAccount").denied(arn, "*"),
        Call.read("ses", "GetSendQuota").denied(arn, "*"),
        Call.read("servicequotas", "ListServiceQuotas").denied(arn, "*"),
        Call.read("lambda", "ListFunctions20150331").denied(arn, "*"),
        Call.read("rds", "DescribeDBInstances").denied(arn, "*"),
        Call.read("bedrock", "ListFoundationModels").denied(arn, "*"));
  }

  private void makeUser(Recorder out) {
    Caller key = Intruder.leaked();
    String user = Intruder.USER;
    out.record(at(2, 33, 21), DEV, key, iam.createUser(user, at(2, 33, 21)));
    out.record(
        at(2, 33, 25), DEV, key, iam.createAccessKey(user, Intruder.USER_KEY, at(2, 33, 25)));
    out.record(at(2, 34, 2), DEV, key, iam.attachUserPolicy(user, Intruder.ADMINISTRATOR));
    Caller self = Intruder.newUser("sts.get-caller-identity");
    out.record(at(2, 35, 40), DEV, self, sts.callerIdentity(self));
    out.record(
        at(2, 36, 10),
        DEV,
        Intruder.newUser("iam.create-login-profile"),
        iam.createLoginProfile(user, at(2, 36, 10)));
  }

  private void signIn(Recorder out) {
    Seat browser = Seat.browser(Intruder.SECOND_ADDRESS);
    Caller caller = Caller.signingIn(Account.DEVELOPMENT, Intruder.USER, browser);
    out.record(at(2, 41, 55), DEV, caller, OldHabits.consoleLogin(false, false));
    out.record(at(2, 42, 20), DEV, caller, OldHabits.consoleLogin(true, false));
    Role none = Role.of(Account.DEVELOPMENT, Intruder.USER);
    Session session = Session.of(none, Intruder.USER, dice, at(2, 42, 20));
    Caller console = Caller.consoleUser(session, false, Seat.console(Intruder.SECOND_ADDRESS));
    out.record(at(2, 42, 31), DEV, console, IamCalls.look("GetAccountSummary"));
    out.record(at(2, 43, 2), DEV, console, IamCalls.look("ListRoles"));
    out.record(at(2, 43, 40), DEV, console, IamCalls.aboutRole("GetRole", "deploy-from-code-host"));
    out.record(at(2, 47, 18), DEV, console, Ec2Calls.describeInstances());
    out.record(at(2, 47, 19), DEV, console, Ec2Calls.describe("DescribeVolumes", "volumeSet"));
  }

  private static void stopTrails(Recorder out) {
    Call look = Call.read("cloudtrail", "DescribeTrails").asking("includeShadowTrails", true);
    out.record(at(2, 55, 3), DEV, Intruder.newUser("cloudtrail.describe-trails"), look);
    Caller stopping = Intruder.newUser("cloudtrail.stop-logging");
    Call refused =
        Call.write("cloudtrail", "StopLogging")
            .asking("name", OrganizationTrail.arn())
            .failing(
                "NotOrganizationMasterAccountException",
                "You must be the management account to perform this operation on "
                    + OrganizationTrail.NAME);
    out.record(at(2, 57, 10), DEV, stopping, refused);
    Call stop = Call.write("cloudtrail", "StopLogging").asking("name", AccountTrail.arn());
    out.record(AccountTrail.STOPPED, DEV, stopping, stop);
  }
}
