package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.SharedData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RateTest {
  private static RateRule rule(String type, String more) {
    return (RateRule)
        Told.spec(
            """
            title: Unusual rate
            id: 33333333-0000-4000-8000-000000000001
            trailhouse:
            """
                + ("type: " + type + "\nfor: principal\n" + more).indent(2));
  }

  private static final String WHO =
      "\"userIdentity\":{\"arn\":\"arn:aws:sts::1:assumed-role/R/s\"},\"userAgent\":\"tool\",";

  private static List<Told> calls(long minute, int count, String members) {
    List<Told> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          Told.event(
              members.hashCode() + "-" + minute + "-" + i,
              Told.DAY.plusSeconds(60 * minute + i % 60),
              WHO + members));
    }
    return events;
  }

  private static final String WRITE =
      "\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"RunInstances\",\"readOnly\":false,"
          + "\"eventCategory\":\"Management\",\"recipientAccountId\":\"1\",\"awsRegion\":\"r\"";

  private static List<RateFinding> rates(RateRule rule, List<Told> events) {
    RateWatch watch = new RateWatch(rule);
    Told.history(List.of(watch), events);
    return watch.takeRates();
  }

  private static List<Told> week() {
    List<Told> events = new ArrayList<>();
    for (int day = 0; day < 7; day++) {
      for (int minute = 0; minute < 144; minute++) {
        events.addAll(calls(day * 1_440L + minute, 1, WRITE));
      }
    }
    return events;
  }

  @Test
  void aBurstAfterAWeekWorkedOutByHand() throws Exception {
    // 7 days, each with 144 calls of one per minute in its first 144 minutes: mean 0.1 a minute,
    // squares 0.1, so the deviation is the root of 0.1 - 0.01 = 0.3, and the limit 0.1 + 6 * 0.3
    List<Told> events = week();
    long burst = 7 * 1_440 + 600;
    events.addAll(calls(burst, 30, WRITE));
    events.addAll(calls(burst + 1, 5, WRITE)); // above the limit, below the minimum
    events.addAll(calls(burst + 3, 22, WRITE));
    events.addAll(calls(burst + 9, 1, WRITE)); // five quiet minutes have passed
    List<RateFinding> found = rates(rule("call-rate", ""), events);
    assertThat(found).hasSize(2);
    RateFinding start = found.get(0);
    RateFinding end = found.get(1);
    assertThat(start.state()).isEqualTo(RateFinding.State.START);
    assertThat(start.start()).isEqualTo(Told.DAY.plusSeconds(60 * burst));
    assertThat(start.averages().baseline()).isCloseTo(0.1, within(1e-12));
    assertThat(start.averages()).isEqualTo(new RateFinding.Averages(0.1, 30, 10_080, 1));
    assertThat(end.averages()).isEqualTo(new RateFinding.Averages(0.1, 57 / 4.0, 10_080, 4));
    assertThat(end.sharedId()).isEqualTo(start.sharedId());
    assertThat(end.end()).isEqualTo(Told.DAY.plusSeconds(60 * (burst + 4)));
    assertThat(start.toFinding().events()).hasSize(4);
    assertThat(start.toFinding().account()).isEqualTo("1");
    assertThat(start.toFinding().title())
        .contains("30.0 in a minute for 1 minutes, usually 0.1 (Start)");
    assertInsightShape(end);
  }

  private static void assertInsightShape(RateFinding end) throws Exception {
    JsonNode record = new ObjectMapper().readTree(end.record());
    assertThat(record.get("eventCategory").textValue()).isEqualTo("Insight");
    assertThat(record.get("sharedEventID").textValue())
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    JsonNode details = record.get("insightDetails");
    assertThat(details.toString()).isEqualTo(end.insightDetails());
    assertThat(details.get("state").textValue()).isEqualTo("End");
    assertThat(details.get("insightType").textValue()).isEqualTo("ApiCallRateInsight");
    JsonNode statistics = details.at("/insightContext/statistics");
    assertThat(statistics.toString())
        .isEqualTo(
            "{\"baseline\":{\"average\":0.1},\"insight\":{\"average\":14.25},"
                + "\"insightDuration\":4,\"baselineDuration\":10080}");
    JsonNode attributions = details.at("/insightContext/attributions");
    assertThat(attributions.get(0).toString())
        .isEqualTo(
            "{\"attribute\":\"userIdentityArn\",\"insight\":[{\"value\":"
                + "\"arn:aws:sts::1:assumed-role/R\",\"average\":14.25}],\"baseline\":"
                + "[{\"value\":\"arn:aws:sts::1:assumed-role/R\",\"average\":0.1}]}");
    assertThat(attributions.at("/1/insight/0/value").textValue()).isEqualTo("tool");
    assertThat(attributions.at("/2/insight/0/value").textValue()).isEqualTo("null");
  }

  @Test
  void nothingIsUnusualBeforeEnoughHistory() {
    List<Told> week = new ArrayList<>(calls(0, 1, WRITE));
    week.addAll(calls(7 * 1_440 - 1, 100, WRITE));
    assertThat(rates(rule("call-rate", ""), week)).isEmpty();
    assertThat(rates(rule("call-rate", "history: 6d"), week)).hasSize(1);
    List<Told> later = new ArrayList<>(calls(0, 1, WRITE));
    later.addAll(calls(7 * 1_440, 20, WRITE));
    assertThat(rates(rule("call-rate", ""), later)).hasSize(1);
    // watched from the second second of the first day on: that day is not a whole one
    List<Told> almost = new ArrayList<>(calls(0, 2, WRITE).subList(1, 2));
    almost.addAll(calls(7 * 1_440, 20, WRITE));
    assertThat(rates(rule("call-rate", ""), almost)).isEmpty();
  }

  @Test
  void onlyWritesOfManagementCountAsCallsAndErrorsEachForTheirCode() {
    String read = WRITE.replace("\"readOnly\":false", "\"readOnly\":true");
    String data = WRITE.replace("Management", "Data");
    String denied = read + ",\"errorCode\":\"AccessDenied\"";
    String throttled = read + ",\"errorCode\":\"ThrottlingException\"";
    List<Told> events = new ArrayList<>(calls(0, 40, read));
    events.addAll(calls(0, 40, data));
    events.addAll(calls(0, 25, denied));
    events.addAll(calls(0, 19, throttled));
    assertThat(rates(rule("call-rate", "history: 0"), events)).isEmpty();
    assertThat(rates(rule("call-rate", "history: 0\ncalls: data"), events)).hasSize(1);
    List<RateFinding> errors = rates(rule("error-rate", "history: 0"), events);
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).series().errorCode()).isEqualTo("AccessDenied");
    assertThat(errors.get(0).insightDetails()).contains("\"errorCode\":\"AccessDenied\"");
  }

  /// Another way to the same: every minute of every day by itself, mean and deviation in two
  /// passes.
  @Test
  void baselinesAndDurationsAgreeWithCountingEveryMinute() {
    RateRule rule = rule("call-rate", "history: 2d\nminimum: 4\ndeviations: 3\nquiet: 3m");
    int findings = 0;
    for (int each = 0; each < 10; each++) {
      int seed = each;
      Random random = new Random(seed);
      TreeMap<Long, Integer> counts = new TreeMap<>();
      for (int i = 0; i < 400; i++) {
        counts.merge((long) random.nextInt(10 * 1_440), 1 + random.nextInt(3), Integer::sum);
      }
      for (int i = 0; i < 6; i++) {
        long minute = random.nextInt(10 * 1_440);
        for (int j = 0; j < 8; j++) {
          counts.merge(minute + j, random.nextInt(7), Integer::sum);
        }
      }
      counts.values().removeIf(count -> count == 0);
      List<Told> events = new ArrayList<>();
      counts.forEach((minute, count) -> events.addAll(calls(minute, count, WRITE)));
      List<String> found = rates(rule, events).stream().map(rate -> line(rate, seed)).toList();
      assertThat(found).as("seed %d", seed).isEqualTo(oracle(counts, seed));
      findings += found.size();
    }
    assertThat(findings).isGreaterThan(20);
  }

  private static String line(RateFinding each, int seed) {
    RateFinding.Averages averages = each.averages();
    long start = Duration.between(Told.DAY, each.start()).toMinutes();
    return "%d %s %d %.9f %.9f %d %d"
        .formatted(
            seed,
            each.state(),
            start,
            averages.baseline(),
            averages.insight(),
            averages.baselineMinutes(),
            averages.insightMinutes());
  }

  private static List<String> oracle(NavigableMap<Long, Integer> counts, int seed) {
    long firstDay = (counts.firstKey() + 1_439) / 1_440;
    List<String> lines = new ArrayList<>();
    long minute = counts.firstKey();
    while (minute <= counts.lastKey()) {
      if (counts.getOrDefault(minute, 0) < 4) {
        minute++;
        continue;
      }
      long from = Math.max(firstDay, minute / 1_440 - 7) * 1_440;
      long to = minute / 1_440 * 1_440;
      double sum = 0;
      for (long m = from; m < to; m++) {
        sum += counts.getOrDefault(m, 0);
      }
      double mean = to <= from ? 0 : sum / (to - from);
      double squares = 0;
      for (long m = from; m < to; m++) {
        squares += Math.pow(counts.getOrDefault(m, 0) - mean, 2);
      }
      double limit = to <= from ? 0 : mean + 3 * Math.sqrt(squares / (to - from));
      if (to - from < 2 * 1_440 || !isUnusual(counts, minute, limit)) {
        minute++;
        continue;
      }
      lines.add(line(seed, "START", new long[] {minute, minute, to - from}, mean, counts));
      long last = minute;
      long next = minute + 1;
      while (next <= last + 3) {
        last = isUnusual(counts, next, limit) ? next : last;
        next++;
      }
      if (last + 3 <= counts.lastKey()) {
        lines.add(line(seed, "END", new long[] {minute, last, to - from}, mean, counts));
      }
      minute = last + 4;
    }
    return lines;
  }

  private static boolean isUnusual(NavigableMap<Long, Integer> counts, long minute, double limit) {
    int count = counts.getOrDefault(minute, 0);
    return count > limit && count >= 4;
  }

  private static String line(
      int seed, String state, long[] span, double mean, NavigableMap<Long, Integer> counts) {
    int sum = counts.subMap(span[0], true, span[1], true).values().stream().mapToInt(i -> i).sum();
    long minutes = span[1] - span[0] + 1;
    return "%d %s %d %.9f %.9f %d %d"
        .formatted(seed, state, span[0], mean, sum / (double) minutes, span[2], minutes);
  }

  @Test
  void theBulkDownloadOfTheRansomwareCaseIsARateOfDataCalls() throws Exception {
    List<Told> events = Told.folder(SharedData.path("sans504-s3-ransomware"));
    // 2021-07-28 is not watched from its beginning, so on 2021-07-30 one whole day is known
    List<RateFinding> found =
        rates(rule("call-rate", "history: 1d\ncalls: data"), events).stream()
            .filter(each -> each.series().eventName().equals("GetObject"))
            .toList();
    assertThat(found).hasSize(2);
    assertThat(found.get(0).start()).isEqualTo("2021-07-30T16:32:00Z");
    assertThat(found.get(0).averages()).isEqualTo(new RateFinding.Averages(0, 115, 1_440, 1));
    assertThat(found.get(1).averages().insight()).isEqualTo((115 + 448) / 2.0);
    assertThat(found.get(1).end()).isEqualTo("2021-07-30T16:34:00Z");
    // management calls that read are no calls for Insights, and the data has less than a week
    assertThat(rates(rule("call-rate", "history: 0"), events)).isEmpty();
    assertThat(rates(rule("call-rate", "calls: data"), events)).isEmpty();
    // 14 refused writes every half hour stay below the minimum of 20
    assertThat(rates(rule("error-rate", "history: 0\ncalls: data"), events)).isEmpty();
    assertThat(rates(rule("error-rate", "history: 0\ncalls: data\nminimum: 10"), events))
        .isNotEmpty();
  }
}
