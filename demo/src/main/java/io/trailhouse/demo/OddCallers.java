package io.trailhouse.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/// Callers that stand out and mean no harm: a gateway in the warehouse that speaks an old TLS, the
/// key of a surveyor who travels, and people who take a role under their own name.
final class OddCallers implements Actor {

  private static final Place VIRGINIA = new Place(Account.PRODUCTION, "us-east-1");
  private static final Place IRELAND = new Place(Account.DATA, "eu-west-1");
  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final String SURVEY_KEY = "AKIA4EXAMPLE2SURVEY7";
  private static final String LABEL_KEY = "AKIA4EXAMPLE3LABELS2";
  private static final List<String> HOTELS =
      List.of(
          "198.51.100.71", "198.51.100.88", "198.51.100.104", "198.51.100.119", "198.51.100.143");
  private static final String OLD_SDK =
      "aws-sdk-java/1.10.77 Windows_7/6.1 Java_HotSpot(TM)_Client_VM/25.91-b15/1.8.0_91";
  private static final String CAMERA = "Boto3/1.37.38 md/Botocore#1.37.38 ua/2.1 os/android#15";

  private final Dice dice;
  private final SignIn signIn;
  private final S3Calls s3;
  private final StsCalls sts;
  private final ServiceCalls services;

  OddCallers(long seed) {
    this.dice = Dice.of(seed, "odd callers");
    this.signIn = new SignIn(dice);
    this.s3 = new S3Calls(dice);
    this.sts = new StsCalls(dice);
    this.services = new ServiceCalls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (!DemoCalendar.workday(day)) {
      return;
    }
    labels(DemoCalendar.second(day, 6, dice.between(2, 9)), out);
    if (day.getDayOfWeek() == DayOfWeek.MONDAY || day.getDayOfWeek() == DayOfWeek.THURSDAY) {
      survey(DemoCalendar.second(day, 17, dice.between(10, 50)), day, out);
    }
    if (day.getDayOfWeek() == DayOfWeek.WEDNESDAY) {
      underOwnName(DemoCalendar.second(day, 13, dice.between(10, 50)), out);
    }
  }

  private void labels(long second, Recorder out) {
    Seat gateway = Seat.aged("192.0.2.99", OLD_SDK);
    Caller printer = Caller.user(Account.PRODUCTION, "label-printer", LABEL_KEY, gateway);
    String bucket = "larchfield-labels";
    out.record(second, VIRGINIA, printer, s3.about("GetBucketLocation", VIRGINIA, bucket));
    Call take = s3.getObject(VIRGINIA, bucket, "today.zip", dice.between(20_000, 90_000));
    out.record(second + 2, VIRGINIA, printer, take);
  }

  private void survey(long second, LocalDate day, Recorder out) {
    int stay = Math.floorMod(day.toEpochDay(), HOTELS.size());
    Seat room = Seat.at(HOTELS.get(stay), CAMERA);
    Caller surveyor = Caller.user(Account.DATA, "field-survey", SURVEY_KEY, room);
    for (int i = 0; i < 3; i++) {
      String key = "surveys/" + day + "/" + dice.between(1000, 9999) + ".jpg";
      Call put = s3.putObject(IRELAND, S3Calls.LAKE, key, dice.between(900_000, 4_000_000));
      out.record(second + i * 7L, IRELAND, surveyor, put);
    }
  }

  private void underOwnName(long second, Recorder out) {
    Person mia = Person.named("mia.kovac");
    Caller developer = signIn.commandLine(second, mia, DEV, out);
    Session session =
        Session.of(Role.of(Account.PRODUCTION, "read-orders"), "support", dice, second + 40);
    Doc name = Doc.of("sourceIdentity", mia.email(), "durationSeconds", 3600);
    out.record(second + 40, DEV, developer, sts.assumeRole(session, name));
    Caller reader = Caller.namedAfter(mia.email(), session, developer.seat());
    for (int i = 0; i < 2; i++) {
      Call look =
          services.table("GetItem", VIRGINIA, "orders", "o-" + dice.between(100_000, 999_999));
      out.record(second + 60 + i * 15L, VIRGINIA, reader, look);
    }
  }
}
