package io.trailhouse.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/// The morning on which the security engineer finds out and shuts the doors.
final class Containment implements Actor {

  static final LocalDate DAY = LocalDate.of(2026, 5, 21);
  static final String PERMISSION_SET = "SecurityResponse";

  /// When the leaked key stops working, as seconds since 1970.
  static final long KEY_ENDS = at(9, 2, 15);

  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final Place DATA = new Place(Account.DATA, "eu-west-1");
  private static final String REVOKE =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],"
          + "\"Resource\":[\"*\"],\"Condition\":{\"DateLessThan\":"
          + "{\"aws:TokenIssueTime\":\"2026-05-21T09:20:00Z\"}}}]}";

  private final SignIn signIn;
  private final IamCalls iam = new IamCalls(Account.DEVELOPMENT);

  Containment(long seed) {
    this.signIn = new SignIn(Dice.of(seed, "containment"));
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (!day.equals(DAY)) {
      return;
    }
    Person ana = Person.security();
    Person responding =
        new Person(ana.name(), PERMISSION_SET, ana.places(), ana.firstHour(), ana.address());
    signIn.portal(at(8, 52, 10), responding, out);
    shutDevelopment(signIn.console(at(8, 53, 5), responding, DEV, out), out);
    shutData(signIn.console(at(9, 18, 30), responding, DATA, out), out);
  }

  private static long at(int hour, int minute, int second) {
    return DemoCalendar.second(DAY, LocalTime.of(hour, minute, second));
  }

  private void shutDevelopment(Caller caller, Recorder out) {
    Call search =
        Call.read("cloudtrail", "LookupEvents")
            .asking(
                "lookupAttributes",
                List.of(Doc.of("attributeKey", "AccessKeyId", "attributeValue", Pipeline.KEY)));
    out.record(at(8, 55, 41), DEV, caller, search);
    out.record(at(8, 58, 2), DEV, caller, IamCalls.aboutUser("ListAccessKeys", Intruder.USER));
    out.record(KEY_ENDS, DEV, caller, iam.deactivateKey(Pipeline.USER, Pipeline.KEY));
    out.record(at(9, 2, 40), DEV, caller, iam.deactivateKey(Intruder.USER, Intruder.USER_KEY));
    out.record(at(9, 5, 11), DEV, caller, iam.deleteLoginProfile(Intruder.USER));
    out.record(
        at(9, 6, 33), DEV, caller, iam.detachUserPolicy(Intruder.USER, Intruder.ADMINISTRATOR));
    Call start = Call.write("cloudtrail", "StartLogging").asking("name", AccountTrail.arn());
    out.record(AccountTrail.RESTARTED, DEV, caller, start);
    Call delete = Call.write("ec2", "DeleteSnapshot").asking("snapshotId", Intruder.SNAPSHOT);
    out.record(at(9, 16, 20), DEV, caller, delete);
  }

  private void shutData(Caller caller, Recorder out) {
    Call revoke =
        new IamCalls(Account.DATA)
            .putRolePolicy(Intruder.DATA_ROLE.name(), "AWSRevokeOlderSessions", REVOKE);
    out.record(at(9, 20, 44), DATA, caller, revoke);
  }
}
