package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// Functions of the shop that are called, and the hour before noon in which more is asked than was
/// paid for: functions, tables and EC2 itself then refuse some calls.
final class FunctionTraffic implements Actor {

  private static final Place VIRGINIA = new Place(Account.PRODUCTION, "us-east-1");
  private static final List<String> FUNCTIONS =
      List.of("images", "images", "images", "mailer", "mailer", "order-events");
  private static final int RUSH_HOUR = 10;

  /// When the shop's other programs work too, so that there are not many more log files.
  private static final int BUSY_MINUTE = 5;

  private final Dice dice;
  private final ServiceCalls services;

  FunctionTraffic(long seed) {
    this.dice = Dice.of(seed, "function traffic");
    this.services = new ServiceCalls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    for (int hour = 0; hour < 24; hour++) {
      long second = DemoCalendar.second(day, hour, BUSY_MINUTE) + dice.below(200);
      int calls = 1 + DemoCalendar.load(day, hour) / 50;
      for (int i = 0; i < calls; i++) {
        out.record(second + i * 3L, VIRGINIA, trigger(), invocation());
      }
      if (hour == RUSH_HOUR && DemoCalendar.workday(day)) {
        rush(second + 20, out);
      }
    }
  }

  private Caller trigger() {
    return Caller.service(dice.oneIn(3) ? "apigateway.amazonaws.com" : "s3.amazonaws.com");
  }

  private Call invocation() {
    Call call = invoke(dice.pick(FUNCTIONS));
    return dice.oneIn(40)
        ? call.failing("EC2ThrottledException", "Lambda was throttled by EC2 during start")
        : call;
  }

  private Call invoke(String function) {
    String arn = VIRGINIA.arn("lambda", "function:" + function);
    return Call.write("lambda", "Invoke")
        .asking("functionName", arn, "invocationType", "Event")
        .additionally(Doc.of("customerEniId", "eni-0" + dice.hex(16)))
        .on(Call.resource(VIRGINIA.account(), "AWS::Lambda::Function", arn))
        .data();
  }

  private void rush(long start, Recorder out) {
    Session orders =
        Session.of(Role.of(Account.PRODUCTION, "order-api-role"), dice.hex(32), dice, start);
    Caller program = Caller.session(orders, Seat.at("192.0.2.20", ORDER_API));
    int refusals = dice.between(2, 5);
    for (int i = 0; i < refusals; i++) {
      Call row =
          services.table("PutItem", VIRGINIA, "orders", "o-" + dice.between(100_000, 999_999));
      out.record(start + i, VIRGINIA, program, row.failing(TABLE_BUSY, TABLE_BUSY_TEXT));
    }
    Call busy = invoke("order-events").failing("TooManyRequestsException", "Rate Exceeded.");
    out.record(start + 9, VIRGINIA, Caller.service("apigateway.amazonaws.com"), busy);
    Session scan = Session.of(Role.of(Account.PRODUCTION, "fleet-role"), "scan", dice, start);
    Caller scanner = Caller.session(scan, Seat.at("192.0.2.21", ORDER_API));
    Call look =
        Ec2Calls.describeInstances()
            .failing("Client.RequestLimitExceeded", "Request limit exceeded.");
    out.record(start + 12, VIRGINIA, scanner, look);
  }

  private static final String ORDER_API =
      "aws-sdk-java/2.31.38 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21.0.7";
  private static final String TABLE_BUSY = "ProvisionedThroughputExceededException";
  private static final String TABLE_BUSY_TEXT =
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API.";
}
