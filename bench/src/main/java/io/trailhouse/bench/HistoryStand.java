package io.trailhouse.bench;

import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.HistoryDouble.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The Event history of a made organization, for programs that are measured in processes of their
/// own.
///
/// Arguments: speed, accounts, Regions, days, events of each partition, how many times as many the
/// first partition has, events that happen within five minutes in it. Prints `URL EVENTS`, then
/// obeys lines of its standard input: `faults` makes two calls of 100 go wrong from then on,
/// `calls` answers what became of the calls (partitions, answered, throttled, calls a second of the
/// slowest, the median and the first partition), `usual` re-enacts the usual design on the same
/// events. It ends with its input.
public final class HistoryStand {
  private static final List<String> REGIONS =
      List.of(
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2",
          "eu-central-1",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "eu-north-1",
          "ap-south-1",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-southeast-1",
          "ap-southeast-2",
          "ca-central-1",
          "sa-east-1");

  private final int speed;
  private final HistoryDouble history;
  private final Map<String, long[]> partitions = new LinkedHashMap<>();
  private final Instant start;
  private final Instant end = Instant.now().minus(Duration.ofHours(1));

  private HistoryStand(int speed, int days) {
    this.speed = speed;
    this.history = new HistoryDouble(speed);
    this.start = end.minus(Duration.ofDays(days));
  }

  public static void main(String[] args) throws IOException {
    int[] numbers = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    HistoryStand stand = new HistoryStand(numbers[0], numbers[3]);
    List<String> accounts = new ArrayList<>();
    for (int account = 0; account < numbers[1]; account++) {
      String id =
          account == 0
              ? AccountsDouble.OWN_ACCOUNT
              : Long.toString(200_000_000_000L + 1_000_003L * account);
      accounts.add(id + ":ACTIVE");
      for (String region : REGIONS.subList(0, numbers[2])) {
        boolean first = stand.partitions.isEmpty();
        stand.fill(id, region, numbers[4] * (first ? numbers[5] : 1), first ? numbers[6] : 0);
      }
    }
    stand.history.ready();
    try (AccountsDouble aws =
        new AccountsDouble(accounts, "the-id", "{}")
            .with(stand.history)
            .enabled(REGIONS.subList(0, numbers[2]))) {
      long events =
          stand.partitions.values().stream().mapToLong(partition -> partition.length).sum();
      System.out.printf("%s %d %s %s%n", aws.endpoint(), events, stand.start, stand.end);
      stand.obey();
    }
  }

  private void fill(String account, String region, int events, int burst) {
    Random dice = new Random((account + region).hashCode());
    long from = start.getEpochSecond();
    long span = end.getEpochSecond() - from;
    long[] seconds = new long[events + burst];
    for (int number = 0; number < events; number++) {
      seconds[number] = from + dice.nextLong(span + 1);
    }
    for (int number = 0; number < burst; number++) {
      seconds[events + number] = from + span / 2 / 300 * 300 + dice.nextInt(300);
    }
    history.addMade(account, region, seconds);
    Arrays.sort(seconds);
    partitions.put(account + " " + region, seconds);
  }

  private void obey() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "faults" -> {
          history.emptyEvery(50).faults(HistoryStand::fault);
          System.out.println("{}");
        }
        case "calls" -> System.out.println(calls());
        default -> System.out.println(new UsualDesign(start, end).work(partitions));
      }
    }
  }

  private static Fault fault(long call) {
    return switch ((int) (call % 200)) {
      case 17 -> Fault.BROKEN;
      case 61 -> Fault.INTERNAL;
      case 103 -> Fault.EXPIRED;
      case 151 -> Fault.THROTTLED;
      default -> Fault.NONE;
    };
  }

  private String calls() {
    Map<String, HistoryDouble.Calls> all = history.calls();
    List<Double> rates =
        all.values().stream()
            .filter(calls -> calls.answered() > 1)
            .map(this::rate)
            .sorted(Comparator.naturalOrder())
            .toList();
    HistoryDouble.Calls first = all.get(partitions.keySet().iterator().next());
    return """
    {"partitions":%d,"answered":%d,"throttled":%d,"slowest":%.4f,"median":%.4f,"first":%.4f}\
    """
        .formatted(
            all.size(),
            all.values().stream().mapToLong(HistoryDouble.Calls::answered).sum(),
            all.values().stream().mapToLong(HistoryDouble.Calls::throttled).sum(),
            rates.isEmpty() ? 0 : rates.get(0),
            rates.isEmpty() ? 0 : rates.get(rates.size() / 2),
            first == null ? 0 : rate(first));
  }

  /// Calls in a second of the world.
  private double rate(HistoryDouble.Calls calls) {
    double seconds = (calls.last() - calls.first()) / 1e9;
    return seconds <= 0 ? 0 : (calls.answered() - 1) / seconds / speed;
  }
}
