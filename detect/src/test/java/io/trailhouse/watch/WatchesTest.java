package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Finding;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The same events give the same findings, however they come.
class WatchesTest {
  private static final Duration LATENESS = Duration.ofMinutes(40);

  private static final List<String> RULES =
      List.of(
          """
          title: counts
          trailhouse:
            type: metric-alarm
            filter-pattern: '{ $.eventName = "A*" }'
            threshold: 3
            period: 10m
            evaluation-periods: 3
            datapoints-to-alarm: 2
          """,
          """
          title: average of a field
          trailhouse:
            type: metric-alarm
            filter-pattern: '{ $.eventName = * }'
            value: $.additionalEventData.bytes
            statistic: Average
            comparison: '>'
            threshold: 0.6
            period: 5m
            dimensions: {who: $.recipientAccountId}
            treat-missing-data: ignore
          """,
          """
          title: silence
          trailhouse:
            type: metric-alarm
            filter-pattern: '{ $.eventName = "B" }'
            comparison: '<'
            threshold: 1
            period: 15m
            treat-missing-data: breaching
          """,
          """
          title: default
          trailhouse:
            type: metric-alarm
            filter-pattern: '{ $.eventName = "B" }'
            default: 0
            statistic: Average
            comparison: '<='
            threshold: 0.2
            period: 1h
          """,
          """
          title: regions
          trailhouse: {type: first-seen, value: region, for: account, learning: 2h}
          """,
          """
          title: forgotten regions
          trailhouse: {type: first-seen, value: region, for: organization, learning: 1h, forgetting: 6h}
          """,
          """
          title: calls
          trailhouse: {type: call-rate, for: principal, history: 0, minimum: 3, deviations: 2, quiet: 10m}
          """,
          """
          title: errors
          trailhouse: {type: error-rate, for: account-region, history: 0, minimum: 2, deviations: 2}
          """);

  private static List<StatefulRule> watches() {
    return RULES.stream().map(each -> Told.spec(each).watch(IpPlaces.NONE)).toList();
  }

  private static List<Told> stream(Random random) {
    List<Told> events = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      // seldom the same second, often the same minute, with bursts and silences
      int around = random.nextInt(30) * 6_000 + random.nextInt(random.nextBoolean() ? 600 : 6_000);
      String error = random.nextInt(4) == 0 ? ",\"errorCode\":\"E\"" : "";
      String members =
          """
          "eventName":"%s","eventSource":"s","awsRegion":"r%d","recipientAccountId":"%d","readOnly":false,"userIdentity":{"arn":"u%d"},"additionalEventData":{"bytes":%s}\
          """
              .formatted(
                  List.of("A1", "A2", "B", "C").get(random.nextInt(4)),
                  (int) Math.sqrt(random.nextInt(400)),
                  random.nextInt(3),
                  random.nextInt(3),
                  random.nextDouble());
      events.add(Told.event("e" + i, Told.DAY.plusSeconds(around), members + error));
    }
    return events;
  }

  @Test
  void aStreamOutOfOrderTwiceAndRestartedFindsWhatHistoryFinds() {
    List<String> rulesThatFound = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Told> events = stream(random);
      List<Finding> history = Told.history(watches(), events);
      List<Finding> live = Told.live(WatchesTest::watches, events, LATENESS, random);
      assertThat(live).as("seed %d", seed).containsExactlyElementsOf(history);
      history.forEach(each -> rulesThatFound.add(each.ruleId()));
    }
    assertThat(rulesThatFound)
        .contains(
            "counts",
            "average of a field",
            "silence",
            "default",
            "regions",
            "forgotten regions",
            "calls",
            "errors");
  }

  @Test
  void realEventsFindTheSameLiveAndInHistory() throws Exception {
    List<Told> events = Told.folder(SharedData.path("invictus-ir"));
    List<Finding> history = Told.history(real(), events);
    List<Finding> live = Told.live(WatchesTest::real, events, LATENESS, new Random(7));
    assertThat(live).containsExactlyElementsOf(history);
    assertThat(history).isNotEmpty();
  }

  private static List<StatefulRule> real() {
    return Stream.concat(MetricAlarms.cis().stream(), BuiltInWatches.all().stream())
        .map(each -> each.watch(IpPlaces.NONE))
        .toList();
  }

  @Test
  void whatComesTooLateIsCountedAndChangesNoAlarm() {
    Watches all = new Watches(watches(), Duration.ofMinutes(1), () -> Instant.MAX);
    for (int minute : List.of(0, 60, 10, 58)) {
      Told each =
          Told.event("k" + minute, Told.DAY.plusSeconds(60L * minute), "\"eventName\":\"C\"");
      all.observe(each.batch(), each.row());
      all.advance();
    }
    assertThat(all.tooLate()).isEqualTo(2);
    Told again = Told.event("k60", Told.DAY.plusSeconds(3_600), "\"eventName\":\"C\"");
    all.observe(again.batch(), again.row());
    assertThat(all.twice()).isEqualTo(1);
  }

  @Test
  void anEventOfTheFutureDoesNotMakeThePresentLate() {
    Instant now = Told.DAY.plusSeconds(3_600);
    Watches all = new Watches(watches(), Duration.ofMinutes(1), () -> now);
    for (Instant time : List.of(Told.DAY, Told.DAY.plus(Duration.ofDays(400)), now)) {
      Told each = Told.event("k" + time, time, "\"eventName\":\"C\"");
      all.observe(each.batch(), each.row());
      all.advance();
    }
    assertThat(all.tooLate()).isZero();
  }

  @Test
  void oneDateInTheFutureSilencesNothing() {
    Instant now = Told.DAY.plusSeconds(7_200);
    Watches all = new Watches(watches(), Duration.ofMinutes(20), () -> now);
    Instant future = Instant.parse("2239-01-01T00:00:00Z");
    for (Instant time : List.of(future, now.minusSeconds(3_600), now.plusSeconds(301))) {
      Told each = Told.event("k" + time, time, "\"eventName\":\"C\"");
      all.observe(each.batch(), each.row());
      all.advance();
    }
    assertThat(all.tooLate()).isZero();
    assertThat(all.future()).isEqualTo(2);
  }

  /// A watch as a version before had it, whose keys meant something else.
  private record Former(StatefulRule now) implements StatefulRule {
    @Override
    public WatchRule rule() {
      return now.rule();
    }

    @Override
    public void observe(WatchedEvent event) {
      now.observe(event);
    }

    @Override
    public void advanceTo(Instant watermark) {
      now.advanceTo(watermark);
    }

    @Override
    public Instant boundary(Instant latest) {
      return now.boundary(latest);
    }

    @Override
    public List<Finding> takeFindings() {
      return now.takeFindings();
    }

    @Override
    public long evicted() {
      return now.evicted();
    }

    @Override
    public byte[] save() {
      return now.save();
    }

    @Override
    public void restore(byte[] state) {
      now.restore(state);
    }
  }

  /// V5: what is learnt under other names is learnt anew, and metric alarms, which know none, stay.
  @Test
  void whatWasLearntUnderFormerNamesIsLearntAnew() throws Exception {
    Watches former =
        Watches.ofHistory(watches().stream().map(each -> (StatefulRule) new Former(each)).toList());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    former.save(out);
    assertThat(Watches.ofHistory(watches()).restore(new ByteArrayInputStream(out.toByteArray())))
        .containsExactly("regions", "forgotten regions", "calls", "errors");
  }

  @Test
  void aRecordWithoutATimeIsCounted() {
    Watches all = Watches.ofHistory(watches());
    Told each = Told.event("k", Told.DAY, "\"eventName\":\"C\"");
    all.observe(each.batch(), each.row());
    assertThat(all.withoutTime()).isZero();
  }

  @Test
  void damagedStateIsRefusedAndAChangedRuleBeginsAnew() throws Exception {
    Watches all = Watches.ofHistory(watches());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    all.save(out);
    byte[] state = out.toByteArray();
    StatefulRule changed =
        Told.spec(RULES.get(0).replace("threshold: 3", "threshold: 4")).watch(IpPlaces.NONE);
    StatefulRule same = Told.spec(RULES.get(1)).watch(IpPlaces.NONE);
    assertThat(Watches.ofHistory(List.of(changed, same)).restore(new ByteArrayInputStream(state)))
        .containsExactly("counts");
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = state.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] cut = java.util.Arrays.copyOf(state, random.nextInt(state.length));
      for (byte[] each : List.of(damaged, cut)) {
        assertThatThrownBy(
                () -> Watches.ofHistory(watches()).restore(new ByteArrayInputStream(each)))
            .isInstanceOf(TrailhouseException.class)
            .hasMessageContaining("what rules remember cannot be read");
      }
    }
  }
}
