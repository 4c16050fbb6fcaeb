package io.trailhouse.detection;

import io.trailhouse.rule.RulePlaces;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.watch.IpPlaces;
import io.trailhouse.watch.WatchFiles;
import io.trailhouse.watch.WatchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Something that happened, when, and when it came into the table; and rules of every kind.
record Occurred(Instant time, Instant arrived, String json) {
  static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");

  private static final String SIGMA =
      """
      title: user created
      name: created
      logsource: {product: aws, service: cloudtrail}
      detection: {one: {eventName: CreateUser}, condition: one}
      ---
      title: user deleted
      logsource: {product: aws, service: cloudtrail}
      detection: {one: {eventName: DeleteUser}, condition: one}
      ---
      title: many users created
      name: many
      correlation:
        type: event_count
        rules: [created]
        group-by: [userIdentity.arn]
        timespan: 30m
        condition: {gte: 3}
      ---
      title: created much in two Regions
      correlation:
        type: value_count
        rules: [created]
        group-by: [recipientAccountId]
        timespan: 2h
        condition: {field: awsRegion, gte: 3}
      """;

  private static final List<String> WATCHES =
      List.of(
          """
          title: deletions
          trailhouse:
            type: metric-alarm
            filter-pattern: '{ $.eventName = "Delete*" }'
            threshold: 2
            period: 10m
          """,
          """
          title: region new for the account
          trailhouse: {type: first-seen, value: region, for: account, learning: 5h}
          """,
          """
          title: calls
          trailhouse: {type: call-rate, for: principal, history: 0d, minimum: 3, deviations: 2, quiet: 5m}
          """);

  static DetectionRules rules(Path folder) throws IOException {
    Path sigma = Files.writeString(folder.resolve("sigma.yml"), SIGMA);
    List<WatchSpec> watches = new ArrayList<>();
    for (int i = 0; i < WATCHES.size(); i++) {
      watches.add(watch(folder.resolve("watch%d.yml".formatted(i)), WATCHES.get(i)));
    }
    return new DetectionRules(
        new RuleSet(RulePlaces.read(List.of(sigma.toString()), Map.of()).rules()),
        watches,
        IpPlaces.NONE);
  }

  static WatchSpec watch(Path file, String document) throws IOException {
    List<String> problems = new ArrayList<>();
    List<WatchSpec> read = WatchFiles.read(Files.writeString(file, document), problems);
    if (read.size() != 1 || !problems.isEmpty()) {
      throw new AssertionError(problems + " in " + document);
    }
    return read.get(0);
  }

  static Occurred event(String id, Instant time, Instant arrived, String members) {
    return new Occurred(
        time,
        arrived,
        """
        {"eventVersion":"1.11","eventID":"%s","eventTime":"%s","eventSource":"iam.amazonaws.com",%s}\
        """
            .formatted(id, time, members));
  }

  /// Events of two days, in the order in which they come, each less than twenty minutes late.
  static List<Occurred> stream(Random random, int count) {
    List<Occurred> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int second = random.nextInt(48) * 3_600 + random.nextInt(random.nextBoolean() ? 300 : 3_600);
      Instant time = DAY.plusSeconds(second);
      String members =
          """
          "eventName":"%s","awsRegion":"r%d","recipientAccountId":"%d","readOnly":false,\
          "userIdentity":{"arn":"arn:aws:iam::1:user/u%d"}\
          """
              .formatted(
                  List.of("CreateUser", "DeleteUser", "GetUser").get(random.nextInt(3)),
                  (int) Math.sqrt(random.nextInt(100)),
                  random.nextInt(2),
                  random.nextInt(4));
      all.add(event("e" + i, time, time.plusSeconds(random.nextInt(1_199)), members));
    }
    all.sort(Comparator.comparing(Occurred::arrived));
    return all;
  }
}
