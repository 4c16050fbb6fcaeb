package io.trailhouse.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/// The intruder's second night: a role in the data account, the customer exports, a disk given to
/// an account outside.
final class SecondNight implements Actor {

  static final LocalDate DAY = LocalDate.of(2026, 5, 20);
  static final int OBJECTS = 612;

  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final Place DATA = new Place(Account.DATA, "eu-west-1");
  private static final int MINUTES_OF_TAKING = 35;

  private final Dice dice;
  private final StsCalls sts;
  private final S3Calls s3;
  private final Ec2Calls ec2;

  SecondNight(long seed) {
    this.dice = Dice.of(seed, "second night");
    this.sts = new StsCalls(dice);
    this.s3 = new S3Calls(dice);
    this.ec2 = new Ec2Calls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (day.equals(DAY)) {
      Caller reader = crossOver(out);
      take(reader, out);
      giveDiskAway(out);
    }
  }

  private static long at(int hour, int minute, int second) {
    return DemoCalendar.second(DAY, LocalTime.of(hour, minute, second));
  }

  private Caller crossOver(Recorder out) {
    Caller user = Intruder.newUser("sts.assume-role");
    String arn = String.valueOf(user.identity().value("arn"));
    List<Account> others = List.of(Account.MANAGEMENT, Account.SECURITY, Account.PRODUCTION);
    long second = at(1, 31, 6);
    for (Account other : others) {
      Role role = Role.of(other, "OrganizationAccountAccessRole");
      Call attempt =
          Call.read("sts", "AssumeRole")
              .failing(
                  "AccessDenied",
                  "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                      .formatted(arn, role.arn()));
      out.record(second, DEV, user, attempt);
      second += 9;
    }
    Session session = Intruder.session(at(1, 36, 48));
    out.record(at(1, 36, 48), DEV, user, sts.assumeRole(session, Doc.EMPTY));
    Seat seat = Intruder.newUser("s3.sync").seat();
    Caller reader = Caller.session(session, seat);
    out.record(at(1, 37, 20), DATA, reader, sts.callerIdentity(reader));
    out.record(at(1, 38, 2), DATA, reader, s3.listBuckets(DATA));
    return reader;
  }

  private void take(Caller reader, Recorder out) {
    String bucket = S3Calls.EXPORTS;
    for (int i = 0; i < 4; i++) {
      out.record(at(1, 43, 50) + i, DATA, reader, s3.listObjects(DATA, bucket, "customers/"));
    }
    long start = at(1, 44, 5);
    for (int i = 0; i < OBJECTS; i++) {
      String day = DemoCalendar.FIRST_DAY.plusDays(i % 16).toString();
      String key = "customers/day=" + day + "/part-" + (10_000 + i * 131) + ".parquet";
      long second = start + (long) i * MINUTES_OF_TAKING * 60 / OBJECTS;
      int size = dice.between(400_000, 9_000_000);
      out.record(second, DATA, reader, s3.getObject(DATA, bucket, key, size));
    }
  }

  private void giveDiskAway(Recorder out) {
    out.record(
        at(2, 29, 47),
        DEV,
        Intruder.newUser("ec2.describe-volumes"),
        Ec2Calls.describe("DescribeVolumes", "volumeSet"));
    out.record(
        at(2, 31, 12),
        DEV,
        Intruder.newUser("ec2.create-snapshot"),
        ec2.createSnapshot(DEV, Intruder.VOLUME, Intruder.SNAPSHOT, at(2, 31, 12)));
    out.record(
        at(2, 36, 58),
        DEV,
        Intruder.newUser("ec2.modify-snapshot-attribute"),
        ec2.shareSnapshot(Intruder.SNAPSHOT, Intruder.OUTSIDE_ACCOUNT));
  }
}
