package io.trailhouse.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.finding.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Live and history are one code: clauses D4, D5 and D10 of docs/spec/detect.md.
class DetectionRunTest {
  private static final Instant LATER = Occurred.DAY.plus(Duration.ofDays(10));

  @TempDir private Path folder;

  /// Cut into batches of up to so many events.
  private static List<List<Occurred>> cut(List<Occurred> events, Random random, int most) {
    List<List<Occurred>> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); ) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(most));
      batches.add(events.subList(from, to));
      from = to;
    }
    return batches;
  }

  private static List<Finding> live(
      DetectionRules rules, List<Occurred> events, Random random, int most) {
    DetectionRun run = DetectionRun.live(rules, InstantSource.fixed(LATER));
    List<Finding> found = new ArrayList<>();
    cut(events, random, most).forEach(batch -> found.addAll(Findings.take(run, batch)));
    found.addAll(run.quiet());
    return found;
  }

  /// Day after day, a day's events in no order.
  private static List<Finding> backtest(
      DetectionRules rules, List<Occurred> events, Random random) {
    List<Occurred> mixed = new ArrayList<>(events);
    Collections.shuffle(mixed, random);
    mixed.sort(
        Comparator.comparing(each -> each.time().truncatedTo(java.time.temporal.ChronoUnit.DAYS)));
    return history(rules, mixed, random, Lateness.DAYS);
  }

  private static List<Finding> history(
      DetectionRules rules, List<Occurred> events, Random random, Lateness lateness) {
    DetectionRun run = DetectionRun.ofHistory(rules, lateness, LATER);
    List<Finding> found = new ArrayList<>();
    cut(events, random, 200).forEach(batch -> found.addAll(Findings.take(run, batch)));
    found.addAll(run.finish());
    return found;
  }

  @Test
  void theSameEventsGiveTheSameFindingsLiveInABacktestAndInFilesOfAnyOrder() throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    TreeSet<String> rulesThatFound = new TreeSet<>();
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      List<Occurred> events = Occurred.stream(random, 600);
      List<Finding> one = live(rules, events, random, 1);
      SortedSet<String> expected = Findings.told(rules, one);
      assertThat(one).as("each once, seed %d", seed).hasSameSizeAs(expected);
      assertThat(Findings.told(rules, live(rules, events, random, 50))).isEqualTo(expected);
      assertThat(Findings.told(rules, live(rules, events, random, 600))).isEqualTo(expected);
      assertThat(Findings.told(rules, backtest(rules, events, random)))
          .as("backtest, seed %d", seed)
          .isEqualTo(expected);
      List<Occurred> mixed = new ArrayList<>(events);
      Collections.shuffle(mixed, random);
      assertThat(Findings.told(rules, history(rules, mixed, random, Lateness.ANY)))
          .as("files, seed %d", seed)
          .isEqualTo(expected);
      one.forEach(each -> rulesThatFound.add(each.title().replaceAll("[:0-9].*", "")));
    }
    assertThat(rulesThatFound)
        .contains("user deleted", "many users created", "region new for the account")
        .hasSizeGreaterThanOrEqualTo(6);
  }

  private static Occurred created(String id, Instant time) {
    return Occurred.event(
        id,
        time,
        time,
        "\"eventName\":\"CreateUser\",\"recipientAccountId\":\"1\","
            + "\"userIdentity\":{\"arn\":\"arn:aws:iam::1:user/mallory\"}");
  }

  private static List<String> titles(Collection<Finding> findings) {
    return findings.stream()
        .map(Finding::title)
        .filter(title -> !title.startsWith("calls")) // of these there is a rate, too
        .toList();
  }

  @Test
  void whatComesMoreThanTwentyMinutesLateCountsInABacktestOnly() throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    Instant noon = Occurred.DAY.plus(Duration.ofHours(12));
    for (int late : new int[] {19, 21}) {
      DetectionRun live = DetectionRun.live(rules, InstantSource.fixed(LATER));
      List<Finding> found = new ArrayList<>();
      found.addAll(Findings.take(live, List.of(created("a", noon), created("b", noon))));
      Occurred other =
          Occurred.event("c", noon.plus(Duration.ofMinutes(late)), noon, "\"eventName\":\"X\"");
      found.addAll(Findings.take(live, List.of(other)));
      found.addAll(Findings.take(live, List.of(created("d", noon))));
      found.addAll(live.quiet());
      assertThat(titles(found)).isEqualTo(late == 19 ? List.of("many users created") : List.of());
      assertThat(live.late()).isEqualTo(late == 19 ? 0 : 2);
      List<Finding> history =
          history(
              rules,
              List.of(created("a", noon), created("b", noon), other, created("d", noon)),
              new Random(1),
              Lateness.DAYS);
      assertThat(titles(history)).contains("many users created");
    }
  }

  @Test
  void aDateInTheFutureSilencesNoRule() throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    Instant noon = Occurred.DAY.plus(Duration.ofHours(12));
    Occurred future =
        Occurred.event("f", Instant.parse("2239-01-01T00:00:00Z"), noon, "\"eventName\":\"X\"");
    List<Occurred> events =
        List.of(future, created("a", noon), created("b", noon), created("d", noon));
    DetectionRun live = DetectionRun.live(rules, InstantSource.fixed(noon));
    List<Finding> found = new ArrayList<>(Findings.take(live, events));
    found.addAll(live.quiet());
    assertThat(titles(found)).containsExactly("many users created");
    assertThat(live.future()).isEqualTo(1);
    assertThat(titles(history(rules, events, new Random(1), Lateness.DAYS)))
        .contains("many users created");
  }

  @Test
  void whatIsQuietIsJudgedUpToPeriodsThatAreOver() throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    Instant noon = Occurred.DAY.plus(Duration.ofHours(12));
    List<Occurred> deleted =
        List.of(
            Occurred.event("a", noon, noon, "\"eventName\":\"DeleteUser\""),
            Occurred.event("b", noon.plusSeconds(60), noon, "\"eventName\":\"DeleteUser\""));
    for (int minutes : new int[] {29, 30}) {
      DetectionRun live =
          DetectionRun.live(rules, InstantSource.fixed(noon.plus(Duration.ofMinutes(minutes))));
      Findings.take(live, deleted);
      assertThat(titles(live.quiet()))
          .as("the period ends at 12:10, and twenty minutes later nothing is waited for")
          .hasSize(minutes == 29 ? 0 : 1)
          .allMatch(title -> title.startsWith("deletions"));
    }
  }
}
