package io.trailhouse.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;

/// What a real organization has not got rid of yet: an IAM user who signs in without a second
/// factor, a root login, a break-glass user.
final class OldHabits implements Actor {

  private static final LocalDate ROOT_DAY = LocalDate.of(2026, 5, 6);

  private final Dice dice;

  OldHabits(long seed) {
    this.dice = Dice.of(seed, "old habits");
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (day.getDayOfWeek() == DayOfWeek.TUESDAY) {
      legacy(DemoCalendar.second(day, 9, dice.between(3, 50)), out);
    }
    if (day.getDayOfWeek() == DayOfWeek.FRIDAY) {
      breakGlass(DemoCalendar.second(day, 10, dice.between(3, 50)), out);
    }
    if (day.equals(ROOT_DAY)) {
      root(DemoCalendar.second(day, 14, 12), out);
    }
  }

  private void legacy(long second, Recorder out) {
    Place place = new Place(Account.DEVELOPMENT, "us-east-1");
    Seat browser = Seat.browser("192.0.2.61");
    Caller caller = Caller.signingIn(place.account(), "legacy-ops", browser);
    if (dice.oneIn(2)) {
      out.record(second - 20, place, caller, consoleLogin(false, false));
    }
    out.record(second, place, caller, consoleLogin(true, false));
    Caller console = console(place, "legacy-ops", second, "192.0.2.61");
    out.record(second + 8, place, console, Ec2Calls.describeInstances());
    out.record(
        second + 8, place, console, Ec2Calls.describe("DescribeInstanceStatus", "instancesSet"));
    out.record(second + 31, place, console, Call.read("rds", "DescribeDBInstances").asking());
  }

  private Caller console(Place place, String user, long since, String address) {
    Session session = Session.of(Role.of(place.account(), user), user, dice, since);
    return Caller.consoleUser(session, false, Seat.console(address));
  }

  private void breakGlass(long second, Recorder out) {
    Place place = new Place(Account.MANAGEMENT, "us-east-1");
    Caller caller = Caller.signingIn(place.account(), "break-glass", Seat.browser("192.0.2.40"));
    out.record(second, place, caller, consoleLogin(true, true));
  }

  private void root(long second, Recorder out) {
    Place place = new Place(Account.MANAGEMENT, "us-east-1");
    Caller root = Caller.root(place.account(), "", Seat.browser("192.0.2.40"));
    out.record(second, place, root, consoleLogin(true, true));
    Caller console =
        Caller.root(place.account(), "ASIA" + dice.capitals(16), Seat.console("192.0.2.40"));
    out.record(second + 40, place, console, Call.read("billing", "GetPaymentMethod"));
    out.record(second + 95, place, console, Call.write("billing", "PutPaymentMethod"));
  }

  /// A sign-in of an IAM user or root, with or without a second factor.
  static Call consoleLogin(boolean success, boolean mfa) {
    Call login =
        Call.write("signin", "ConsoleLogin")
            .answered("ConsoleLogin", success ? "Success" : "Failure")
            .additionally(
                Doc.of("LoginTo", "https://console.aws.amazon.com/console/home?state=hashArgs%23")
                    .with("MobileVersion", "No")
                    .with("MFAUsed", mfa ? "Yes" : "No"))
            .with("eventType", "AwsConsoleSignIn");
    return success ? login : login.with("errorMessage", "Failed authentication");
  }
}
