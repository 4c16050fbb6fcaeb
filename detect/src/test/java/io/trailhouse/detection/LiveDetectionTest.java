package io.trailhouse.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Finding;
import io.trailhouse.fixture.MemoryStream;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import io.trailhouse.watch.IpPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that follow the table and outlive crashes: clauses D1 to D6 and D12 of
/// docs/spec/detect.md.
class LiveDetectionTest {
  @TempDir private Path folder;

  private final MemoryStream stream = new MemoryStream();
  private Instant now = Occurred.DAY;
  private boolean isExpired;

  private LiveDetection.Surroundings around(String state) {
    return new LiveDetection.Surroundings(stream, this::read, folder.resolve(state), () -> now);
  }

  private void read(@Nullable Instant from, @Nullable Long commit, Consumer<Chunk> taker) {
    if (commit != null && isExpired) {
      throw new TrailhouseException(Code.NOT_FOUND, "it has expired", "the table", "None");
    }
    StreamPosition at = new StreamPosition(0, 0);
    for (Chunk chunk = stream.from(at); chunk != null; chunk = stream.from(chunk.next())) {
      if (commit == null || chunk.start().commit() <= commit) {
        taker.accept(chunk);
      }
    }
  }

  private void commit(List<Occurred> events) {
    stream.commit(events.stream().map(Occurred::json).toList());
  }

  private static void workOff(LiveDetection detection) throws IOException {
    while (detection.work().isZero()) {
      // until nothing is left
    }
  }

  /// What a table of findings keeps: each id once.
  private static final class Recorded {
    private final TreeMap<String, Finding> byId = new TreeMap<>();
    private final Random random;
    private final int crashes;

    /// @param crashes in how many of a hundred times it breaks off, before or after recording
    Recorded(Random random, int crashes) {
      this.random = random;
      this.crashes = crashes;
    }

    void record(List<Finding> findings) throws IOException {
      boolean crash = random.nextInt(100) < crashes;
      if (crash && random.nextBoolean()) {
        throw new IOException("broken off before it was recorded");
      }
      findings.forEach(each -> byId.put(each.id(), each));
      if (crash) {
        throw new IOException("broken off after it was recorded");
      }
    }
  }

  /// Commits with as many events as come in up to eight minutes, and after each the rules.
  ///
  /// @param crashes in how many of a hundred rounds it is begun anew without an end
  private SortedSet<String> follow(
      DetectionRules rules, List<Occurred> events, String state, Random random, int crashes)
      throws IOException {
    Recorded recorded = new Recorded(random, crashes);
    LiveDetection detection = LiveDetection.open(rules, around(state), recorded::record);
    int from = 0;
    while (from < events.size()) {
      now = events.get(from).arrived().plusSeconds(random.nextInt(480));
      int to = from;
      while (to < events.size() && !events.get(to).arrived().isAfter(now)) {
        to++;
      }
      commit(events.subList(from, to));
      from = to;
      detection = round(detection, rules, state, recorded);
      if (random.nextInt(100) < crashes) {
        detection = reopened(rules, state, recorded);
      }
    }
    now = now.plus(Duration.ofMinutes(31)); // quiet, and every period is over
    round(detection, rules, state, recorded);
    now = now.plus(Duration.ofMinutes(31)); // and so it is for one begun anew
    round(detection, rules, state, recorded);
    return Findings.told(rules, recorded.byId.values());
  }

  private LiveDetection round(
      LiveDetection before, DetectionRules rules, String state, Recorded recorded) {
    LiveDetection detection = before;
    while (true) {
      try {
        workOff(detection);
        return detection;
      } catch (IOException e) {
        detection = reopened(rules, state, recorded);
      }
    }
  }

  private LiveDetection reopened(DetectionRules rules, String state, Recorded recorded) {
    while (true) {
      try {
        return LiveDetection.open(rules, around(state), recorded::record);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("broken off");
      }
    }
  }

  @Test
  void crashesBetweenAnyTwoStepsLoseNoFindingAndMakeNoneTwice() throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      List<Occurred> events = Occurred.stream(random, 300);
      DetectionRun run =
          DetectionRun.ofHistory(rules, Lateness.ANY, Occurred.DAY.plus(Duration.ofDays(10)));
      List<Finding> history = new ArrayList<>(Findings.take(run, events));
      history.addAll(run.finish());
      LiveDetectionTest other = new LiveDetectionTest();
      other.folder = folder;
      assertThat(other.follow(rules, events, "calm" + seed, random, 0))
          .as("without a crash, seed %d", seed)
          .isEqualTo(Findings.told(rules, history));
      other = new LiveDetectionTest();
      other.folder = folder;
      assertThat(other.follow(rules, events, "crashing" + seed, random, 30))
          .as("with crashes, seed %d", seed)
          .isEqualTo(Findings.told(rules, history));
    }
  }

  private static Occurred created(String id, Instant time) {
    return Occurred.event(id, time, time, "\"eventName\":\"DeleteUser\"");
  }

  /// Takes one finding's event in, lets its recording fail, and opens the rules anew.
  private List<Finding> failOnce(boolean isRecorded) throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    List<Finding> found = new ArrayList<>();
    LiveDetection broken =
        LiveDetection.open(
            rules,
            around("state"),
            findings -> {
              if (isRecorded) {
                found.addAll(findings);
              }
              throw new IOException("broken off");
            });
    commit(List.of(created("a", now)));
    assertThatThrownBy(() -> workOff(broken)).hasMessage("broken off");
    try (LiveDetection again = LiveDetection.open(rules, around("state"), found::addAll)) {
      workOff(again);
      assertThat(again.position()).isGreaterThan(broken.position());
      assertThat(again.inspected()).isEqualTo(1);
    }
    int before = found.size();
    try (LiveDetection third = LiveDetection.open(rules, around("state"), found::addAll)) {
      workOff(third);
    }
    assertThat(found).as("what is remembered is not found again").hasSize(before);
    return found;
  }

  @Test
  void whatCouldNotBeRecordedIsFoundAgainOnceItIsOpenedAnew() throws IOException {
    assertThat(failOnce(false)).extracting(Finding::title).containsExactly("user deleted");
  }

  @Test
  void brokenOffBetweenRecordingAndRememberingItFindsTheSameWithTheSameId() throws IOException {
    List<Finding> found = failOnce(true);
    assertThat(found).hasSize(2).extracting(Finding::id).containsOnly(found.get(0).id());
  }

  private static Occurred inRegion(String id, Instant time, String region) {
    return Occurred.event(
        id,
        time,
        time,
        "\"eventName\":\"X\",\"recipientAccountId\":\"1\",\"awsRegion\":\"" + region + '"');
  }

  private DetectionRules regions() throws IOException {
    return new DetectionRules(
        new RuleSet(List.of()),
        List.of(
            Occurred.watch(
                folder.resolve("region.yml"),
                """
                title: region
                trailhouse: {type: first-seen, value: region, for: account, learning: 14d}
                """)),
        IpPlaces.NONE);
  }

  /// D6
  @Test
  void whatTheTableTeachesIsKnownAndNotFound() throws IOException {
    List<Occurred> past = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      past.add(inRegion("d" + day, Occurred.DAY.plus(Duration.ofDays(day)), "usual"));
    }
    Instant last = Occurred.DAY.plus(Duration.ofDays(19));
    past.add(inRegion("new", last.minus(Duration.ofHours(1)), "new yesterday"));
    commit(past);
    now = last.plus(Duration.ofMinutes(1));
    List<Finding> found = new ArrayList<>();
    LiveDetection detection = LiveDetection.open(regions(), around("state"), found::addAll);
    commit(
        List.of(
            inRegion("x", now, "new yesterday"),
            inRegion("y", now, "new today"),
            inRegion("z", now, "usual")));
    workOff(detection);
    now = now.plus(Duration.ofMinutes(21));
    workOff(detection);
    assertThat(found).extracting(Finding::title).containsExactly("region: new today for 1");
  }

  /// D5
  @Test
  void whatIsQuietIsJudgedAfterARestartToo() throws IOException {
    List<Finding> found = new ArrayList<>();
    now = Occurred.DAY.plus(Duration.ofDays(20));
    try (LiveDetection first = LiveDetection.open(regions(), around("state"), found::addAll)) {
      commit(List.of(inRegion("a", Occurred.DAY, "usual"), inRegion("b", now, "new")));
      workOff(first);
    }
    LiveDetection again = LiveDetection.open(regions(), around("state"), found::addAll);
    now = now.plus(Duration.ofMinutes(19));
    workOff(again);
    assertThat(found).isEmpty();
    now = now.plus(Duration.ofMinutes(1));
    workOff(again);
    assertThat(found).extracting(Finding::title).containsExactly("region: new for 1");
  }

  /// D6
  @Test
  void aRuleThatIsNewLearnsWhatWasInspectedBeforeAndJudgesTheRest() throws IOException {
    for (boolean expired : new boolean[] {false, true}) {
      isExpired = expired;
      String state = "state" + expired;
      try (LiveDetection first =
          LiveDetection.open(
              new DetectionRules(new RuleSet(List.of()), List.of(), IpPlaces.NONE),
              around(state),
              findings -> {})) {
        commit(
            List.of(
                inRegion("a", Occurred.DAY, "usual"),
                inRegion("b", Occurred.DAY.plus(Duration.ofDays(20)), "usual")));
        now = Occurred.DAY.plus(Duration.ofDays(20));
        workOff(first);
      }
      commit(List.of(inRegion("c", now.plusSeconds(1), "new")));
      List<Finding> found = new ArrayList<>();
      LiveDetection detection = LiveDetection.open(regions(), around(state), found::addAll);
      workOff(detection);
      now = now.plus(Duration.ofMinutes(21));
      workOff(detection);
      assertThat(found).extracting(Finding::title).containsExactly("region: new for 1");
    }
  }

  private List<String> deletions(int count) {
    return IntStream.range(0, count).mapToObj(number -> created("d" + number, now).json()).toList();
  }

  /// D2, D12
  @Test
  void findingsOfOneCommitAreRecordedTogetherAndBeforeItsPositionIsRemembered() throws IOException {
    DetectionRules rules = Occurred.rules(folder);
    List<Integer> recordings = new ArrayList<>();
    List<Finding> found = new ArrayList<>();
    LiveDetection.Recorder recorder =
        findings -> {
          recordings.add(findings.size());
          found.addAll(findings);
        };
    LiveDetection broken = LiveDetection.open(rules, around("state"), recorder);
    stream.commit(deletions(5), 2);
    broken.work();
    broken.work();
    assertThat(recordings).isEmpty();
    // dropped without an end
    LiveDetection again = LiveDetection.open(rules, around("state"), recorder);
    workOff(again);
    assertThat(recordings).containsExactly(5);
    assertThat(found).extracting(Finding::id).doesNotHaveDuplicates();
    try (LiveDetection third = LiveDetection.open(rules, around("state"), recorder)) {
      assertThat(third.position()).isEqualTo(new StreamPosition(1, 0));
    }
  }

  /// D2, D12
  @Test
  void whatWaitsForTheEndOfACommitIsRecordedWhenItIsClosed() throws IOException {
    List<Finding> found = new ArrayList<>();
    DetectionRules rules = Occurred.rules(folder);
    try (LiveDetection first = LiveDetection.open(rules, around("state"), found::addAll)) {
      stream.commit(deletions(3), 2);
      first.work();
      assertThat(found).isEmpty();
    }
    assertThat(found).hasSize(2);
    try (LiveDetection second = LiveDetection.open(rules, around("state"), found::addAll)) {
      assertThat(second.position()).isEqualTo(new StreamPosition(0, 2));
      workOff(second);
    }
    assertThat(found).hasSize(3).extracting(Finding::id).doesNotHaveDuplicates();
  }

  /// D12
  @Test
  void manyFindingsDoNotWaitForTheEndOfTheirCommit() throws IOException {
    List<Integer> recordings = new ArrayList<>();
    LiveDetection detection =
        LiveDetection.open(
            Occurred.rules(folder), around("state"), findings -> recordings.add(findings.size()));
    stream.commit(deletions(5_500), 500);
    workOff(detection);
    assertThat(recordings).containsExactly(5_000, 500);
  }
}
