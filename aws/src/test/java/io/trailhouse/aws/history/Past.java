package io.trailhouse.aws.history;

import io.trailhouse.testkit.HistoryDouble;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Makes events for a [HistoryDouble] and remembers their ids.
final class Past {
  final Set<String> ids = new TreeSet<>();
  private final Random dice;
  private final HistoryDouble history;

  Past(HistoryDouble history, long seed) {
    this.history = history;
    this.dice = new Random(seed);
  }

  static String record(String id, Instant at, String account, String region, String category) {
    return """
    {"eventVersion":"1.09","userIdentity":{"type":"IAMUser","accountId":"%3$s"},"eventTime":"%2$s",\
    "eventSource":"iam.amazonaws.com","eventName":"GetUser","awsRegion":"%4$s","eventID":"%1$s",\
    "readOnly":true,"eventType":"AwsApiCall","managementEvent":true,\
    "recipientAccountId":"%3$s","eventCategory":"%5$s","requestParameters":{"text":"%6$s"}}\
    """
        .formatted(id, at, account, region, category, "x".repeat(100));
  }

  /// Adds some events, at chance seconds of a span with both ends in it.
  Past add(String account, String region, int events, Instant from, Instant to) {
    long seconds = to.getEpochSecond() - from.getEpochSecond() + 1;
    for (int number = 0; number < events; number++) {
      at(account, region, from.plusSeconds(dice.nextLong(seconds)), Instant.EPOCH);
    }
    history.ready();
    return this;
  }

  /// Adds an event that is found from some time on.
  void at(String account, String region, Instant time, Instant visible) {
    String id = new UUID(dice.nextLong(), dice.nextLong()).toString();
    ids.add(id);
    history.add(account, region, record(id, time, account, region, "Management"), visible);
    history.ready();
  }
}
