package io.trailhouse.testkit;

import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Makes events for a [HistoryDouble] and remembers their ids.
public final class PastEvents {
  /// The ids of all of them.
  public final Set<String> ids = new TreeSet<>();

  /// Makes a record about as long as they usually are.
  private static final String TEXT = "words and numbers 12345 ".repeat(35);

  private final Random dice;
  private final HistoryDouble history;

  public PastEvents(HistoryDouble history, long seed) {
    this.history = history;
    this.dice = new Random(seed);
  }

  /// An event record.
  public static String record(
      String id, Instant at, String account, String region, String category) {
    // no format: very many are made
    return "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"IAMUser\",\"accountId\":\""
        + account
        + "\"},\"eventTime\":\""
        + at
        + "\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"GetUser\",\"awsRegion\":\""
        + region
        + "\",\"eventID\":\""
        + id
        + "\",\"readOnly\":true,\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
        + "\"recipientAccountId\":\""
        + account
        + "\",\"eventCategory\":\""
        + category
        + "\",\"requestParameters\":{\"text\":\""
        + TEXT
        + "\"}}";
  }

  /// Adds some events, at chance seconds of a span with both ends in it.
  public PastEvents add(String account, String region, int events, Instant from, Instant to) {
    long seconds = to.getEpochSecond() - from.getEpochSecond() + 1;
    for (int number = 0; number < events; number++) {
      at(account, region, from.plusSeconds(dice.nextLong(seconds)), Instant.EPOCH);
    }
    history.ready();
    return this;
  }

  /// Adds an event that is found from some time on.
  public void at(String account, String region, Instant time, Instant visible) {
    String id = new UUID(dice.nextLong(), dice.nextLong()).toString();
    ids.add(id);
    history.add(account, region, record(id, time, account, region, "Management"), visible);
    history.ready();
  }
}
