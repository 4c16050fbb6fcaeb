package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// A program with a role that works by the clock: more by day than by night, less at weekends.
final class Workload implements Actor {

  /// What a program runs on, which decides how its sessions are named and what they say.
  enum Host {
    CONTAINER("ecs-tasks.amazonaws.com"),
    FUNCTION("lambda.amazonaws.com"),
    INSTANCE("ec2.amazonaws.com");

    private final String service;

    Host(String service) {
      this.service = service;
    }
  }

  /// One unit of work: one or more calls at or after a second.
  interface Task {
    void run(long second, Caller caller, Recorder out);
  }

  /// `every` hours, in the `slot`th five minutes, with up to `calls` tasks under full load.
  record Rhythm(int every, int slot, int calls) {}

  private static final int SESSION_HOURS = 6;
  private static final int WINDOW_SECONDS = 280;

  /// What runs where, on what.
  record Program(Place place, String name, Host host) {}

  private final Dice dice;
  private final Place place;
  private final Role role;
  private final Host host;
  private final Rhythm rhythm;
  private final List<Task> tasks;
  private final StsCalls sts;
  private long sessionSince = Long.MIN_VALUE;
  private Caller caller;

  Workload(long seed, Program program, Rhythm rhythm, List<Task> tasks) {
    this.place = program.place();
    this.dice = Dice.of(seed, place.account().id() + place.region() + program.name());
    this.role = Role.of(place.account(), program.name() + "-role");
    this.host = program.host();
    this.rhythm = rhythm;
    this.tasks = tasks;
    this.sts = new StsCalls(dice);
    this.caller = Caller.service(host.service);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    for (int hour = 0; hour < 24; hour += rhythm.every()) {
      int full = rhythm.calls() * DemoCalendar.load(day, hour);
      int calls = full * dice.between(80, 120) / 10_000;
      long window = window(DemoCalendar.second(day, hour, rhythm.slot() * 5));
      for (int i = 0; i < calls; i++) {
        long second = window + (long) i * WINDOW_SECONDS / calls;
        refresh(second, out);
        dice.pick(tasks).run(second, caller, out);
      }
    }
  }

  /// Where the five minutes of a log file begin, at or after a second.
  private long window(long second) {
    long offset =
        new TrailStream(place.account(), place.region(), TrailStream.Kind.EVENTS).offset() * 60L;
    return Math.ceilDiv(second - offset + 120, 300) * 300 + offset - 115;
  }

  private void refresh(long second, Recorder out) {
    if (second < sessionSince + SESSION_HOURS * 3600L) {
      return;
    }
    Session session = Session.of(role, sessionName(), dice, second);
    sessionSince = second;
    caller = seated(session);
    out.record(second, place, Caller.service(host.service), sts.assumeRoleForService(session));
  }

  private String sessionName() {
    return switch (host) {
      case CONTAINER -> dice.hex(32);
      case FUNCTION -> role.name().replace("-role", "");
      case INSTANCE -> instance();
    };
  }

  /// The identifier of the workload's machine, the same for all three weeks.
  private String instance() {
    return "i-0" + place.account().dice(role.name()).hex(16);
  }

  private Caller seated(Session session) {
    String network = "10." + place.account().network() + ".";
    String address = network + dice.between(0, 63) + "." + dice.between(4, 250);
    String endpoint = "vpce-0" + place.account().dice(place.region()).hex(16);
    return switch (host) {
      case CONTAINER ->
          Caller.session(
              session,
              Seat.inside(
                  address,
                  "aws-sdk-java/2.31.26 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.134"
                      + " lang/java#21.0.7 exec-env/AWS_ECS_FARGATE",
                  endpoint));
      case FUNCTION ->
          Caller.session(
              session,
              Seat.at(
                  "198.51.100." + dice.between(130, 160),
                  "Boto3/1.38.3 md/Botocore#1.38.3 ua/2.1 os/linux#5.10.235 md/arch#aarch64"
                      + " lang/python#3.13.2 exec-env/AWS_Lambda_python3.13"));
      case INSTANCE ->
          Caller.machine(
              session,
              Seat.at(
                  "198.51.100." + dice.between(170, 186),
                  "aws-sdk-go/1.55.5 (go1.23.8; linux; arm64) amazon-ssm-agent/3.3.2299.0"));
    };
  }
}
