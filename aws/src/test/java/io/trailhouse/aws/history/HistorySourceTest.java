package io.trailhouse.aws.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.aws.CloudTrailHistory;
import io.trailhouse.checkpoint.FileCheckpoints;
import io.trailhouse.pipeline.Carrier;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.pipeline.Shelf;
import io.trailhouse.sink.FolderFiles;
import io.trailhouse.sink.OutputPlace;
import io.trailhouse.source.LogFileName;
import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.HistoryDouble.Fault;
import io.trailhouse.testkit.MemorySink;
import io.trailhouse.testkit.PastEvents;
import io.trailhouse.testkit.TrailObjects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;

/// Clauses B1 to B8 of docs/spec/backfill.md: lanes through the real SDK against a double that
/// keeps the service's rules and checks signatures, in a world whose time runs faster.
class HistorySourceTest {
  private static final String ACCOUNT = AccountsDouble.OWN_ACCOUNT;
  private static final int SPEED = 20;
  private static final String HERE = "us-east-1";
  private static final String THERE = "eu-west-1";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant start = now.minus(Duration.ofDays(30));
  private final AtomicReference<Instant> time = new AtomicReference<>(now);
  private final InstantSource clock = time::get;
  private final HistoryDouble history = new HistoryDouble(SPEED);
  private final PastEvents past = new PastEvents(history, 7);
  private final MemorySink sink = new MemorySink(1_000);
  private final SdkHttpClient http = ApacheHttpClient.builder().maxConnections(64).build();
  private AccountsDouble aws;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    aws = new AccountsDouble(List.of(), "id", "{}").with(history);
  }

  @AfterEach
  void close() {
    http.close();
    aws.close();
  }

  private CloudTrailHistory of(String region) {
    URI endpoint = aws.endpoint();
    return new CloudTrailHistory(
        CloudTrailClient.builder()
            .httpClient(http)
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(AwsDoubles.ACCESS_KEY, AwsDoubles.SECRET)))
            .overrideConfiguration(
                settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build());
  }

  private HistoryPositions positions() throws IOException {
    return new HistoryPositions(
        new FileCheckpoints(folder.resolve("checkpoints")), List.of("event-history"));
  }

  private HistorySource source(HistoryFiles files, String... regions) throws IOException {
    HistorySource source =
        new HistorySource(positions(), HistoryOptions.USUAL.faster(SPEED), clock, files);
    for (String region : regions) {
      source.add(
          new LaneName(ACCOUNT, region, false),
          of(region),
          List.of(new Seconds.Span(start.getEpochSecond(), time.get().getEpochSecond())));
    }
    return source;
  }

  private HistorySource read(String... regions) throws Exception {
    HistorySource source = source(null, regions);
    carry(source);
    return source;
  }

  private void carry(HistorySource source) throws InterruptedException {
    Shelf shelf = new Shelf(folder.resolve("shelf"), () -> folder.resolve("tmp"));
    new Carrier(source, sink, shelf, shelf, new CarryCounters())
        .committingEvery(Duration.ofMillis(100))
        .carry(2);
    source.close();
  }

  private long calls() {
    return history.calls().values().stream().mapToLong(HistoryDouble.Calls::answered).sum();
  }

  @Test
  void everyEventOnceFromDenseAndEmptyLanesWithHardlyACallTooMany() throws Exception {
    past.add(ACCOUNT, HERE, 12_000, start, now);
    past.add(ACCOUNT, THERE, 30, start, now);
    HistorySource source = read(HERE, THERE, "sa-east-1");
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(calls()).isBetween(12_030L / 50, 300L);
    assertThat(source.states()).noneMatch(HistorySource.LaneState::refused);
    assertThat(source.states()).allMatch(lane -> lane.walked() == lane.seconds());
  }

  @Test
  void aBurstOfThousandsInOneSecondIsReadWhole() throws Exception {
    Instant second = now.minus(Duration.ofDays(3));
    past.add(ACCOUNT, HERE, 2_500, second, second);
    past.add(ACCOUNT, HERE, 1_000, second.minusSeconds(3), second.plusSeconds(3));
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
  }

  @Test
  void slowAnswersAreAskedForSideBySide() throws Exception {
    history.answering(Duration.ofMillis(120)); // almost five turns
    past.add(ACCOUNT, HERE, 6_000, start, now);
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    HistoryDouble.Calls made = history.calls().get(ACCOUNT + " " + HERE);
    double seconds = (made.last() - made.first()) / 1e9;
    assertThat(made.answered() / seconds).isGreaterThan(2.5 * 1_000 / 120);
  }

  @Test
  void whatComesLateIsReadByTheNextRunAndNothingElseAgain() throws Exception {
    past.add(ACCOUNT, HERE, 2_000, start, now.minus(Duration.ofHours(1)));
    past.at(ACCOUNT, HERE, now.minusSeconds(300), Instant.EPOCH);
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    long before = calls();
    past.at(ACCOUNT, HERE, now.minusSeconds(200), Instant.EPOCH);
    time.set(now.plus(Duration.ofHours(1)));
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(calls() - before).isEqualTo(1);
  }

  @Test
  void stoppedAtAnyMomentItGoesOnWithWhatIsMissing() throws Exception {
    past.add(ACCOUNT, HERE, 8_000, start, now);
    long pages = 8_000 / 50;
    int stops = 0;
    while (!sink.ids().equals(past.ids) && stops < 30) {
      HistorySource source = source(null, HERE);
      Thread runner = new Thread(() -> swallow(source));
      runner.start();
      runner.join(700);
      runner.interrupt();
      runner.join();
      stops++;
    }
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(stops).isGreaterThan(2);
    assertThat(calls()).isLessThan(2 * pages);
  }

  private void swallow(HistorySource source) {
    try {
      carry(source);
    } catch (InterruptedException e) {
      // that is what is wanted
    }
  }

  @Test
  void throttledByOthersItSlowsDownAndWinsTheRateBack() throws Exception {
    past.add(ACCOUNT, HERE, 6_000, start, now);
    history.faults(call -> call > 20 && call < 40 ? Fault.THROTTLED : Fault.NONE);
    HistorySource source = read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    HistorySource.LaneState lane = source.states().get(0);
    assertThat(lane.throttled()).isBetween(19L, 25L);
    assertThat(lane.refused()).isFalse();
  }

  @Test
  void brokenConnectionsFaultsExpiredCredentialsAndEmptyPagesCostCallsAndNoEvent()
      throws Exception {
    past.add(ACCOUNT, HERE, 5_000, start, now);
    List<Fault> some =
        List.of(Fault.BROKEN, Fault.INTERNAL, Fault.EXPIRED, Fault.THROTTLED, Fault.NONE);
    history
        .emptyEvery(7)
        .faults(call -> call % 11 == 0 ? some.get((int) (call / 11 % 5)) : Fault.NONE);
    HistorySource source = read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(source.states().get(0).failed()).isPositive();
  }

  @Test
  void cursorsThatAreOverAreGivenUpWhatWasReadStays() throws Exception {
    past.add(ACCOUNT, HERE, 3_000, start, now.minus(Duration.ofHours(1)));
    history.faults(call -> call % 3 == 0 ? Fault.STALE : Fault.NONE);
    HistorySource source = read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(source.states().get(0).refused()).isFalse();
    assertThat(source.states().get(0).calls()).isLessThan(2 * 3_000 / 50);
  }

  /// Clause B6: where the service breaks its promise, no event is lost, and a slice is complete at
  /// its end.
  @Test
  void pagesInAnotherOrderAreCompleteAtTheEndOnly() throws Exception {
    past.add(ACCOUNT, HERE, 3_000, start, now.minus(Duration.ofHours(1)));
    history.reversed();
    HistorySource stopped = source(null, HERE);
    Thread runner = new Thread(() -> swallow(stopped));
    runner.start();
    runner.join(1_000);
    runner.interrupt();
    runner.join();
    assertThat(sink.ids()).isNotEmpty().hasSizeLessThan(3_000);
    assertThat(positions().complete(new LaneName(ACCOUNT, HERE, false)).spans()).isEmpty();
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    long calls = calls();
    time.set(now.plus(Duration.ofMinutes(1)));
    read(HERE);
    assertThat(calls() - calls).isEqualTo(1);
  }

  @Test
  void aLaneThatRefusesIsNamedAndTheOthersGoOn() throws Exception {
    past.add(ACCOUNT, HERE, 500, start, now);
    try (AccountsDouble closed = new AccountsDouble(List.of(), "id", "{}")) {
      closed.with(new HistoryDouble(SPEED).faults(call -> Fault.DENIED));
      HistorySource source = source(null, HERE);
      AccountsDouble open = aws;
      aws = closed;
      source.add(
          new LaneName(ACCOUNT, THERE, false),
          of(THERE),
          List.of(new Seconds.Span(start.getEpochSecond(), now.getEpochSecond())));
      aws = open;
      carry(source);
      assertThat(sink.ids()).isEqualTo(past.ids);
      HistorySource.LaneState refused = source.states().get(1);
      assertThat(refused.refused()).isTrue();
      assertThat(refused.problem()).contains("AccessDeniedException");
      assertThat(refused.walked()).isZero();
      assertThat(source.states().get(0).refused()).isFalse();
    }
  }

  @Test
  void insightEventsAreALaneOfTheirOwn() throws Exception {
    past.add(ACCOUNT, HERE, 60, start, now);
    String id = "11111111-2222-3333-4444-555555555555";
    Instant at = now.minus(Duration.ofDays(2));
    history.add(ACCOUNT, HERE, PastEvents.record(id, at, ACCOUNT, HERE, "Insight"), Instant.EPOCH);
    history.ready();
    HistorySource source = source(null, HERE);
    source.add(
        new LaneName(ACCOUNT, HERE, true),
        of(HERE),
        List.of(new Seconds.Span(start.getEpochSecond(), now.getEpochSecond())));
    carry(source);
    assertThat(sink.ids()).hasSize(61).contains(id).containsAll(past.ids);
  }

  @Test
  void logFilesHoldEachEventOnceHoweverOftenItIsRead() throws Exception {
    past.add(ACCOUNT, HERE, 3_000, now.minus(Duration.ofDays(2)), now);
    Path trail = folder.resolve("trail");
    for (int run = 0; run < 3; run++) {
      try (HistoryFiles files =
          new HistoryFiles(
              FolderFiles.open(trail, new OutputPlace(List.of())), folder.resolve("scratch"))) {
        HistorySource source = source(files, HERE);
        Thread runner = new Thread(() -> swallow(source));
        runner.start();
        runner.join(run < 2 ? 600 : 60_000);
        runner.interrupt();
        runner.join();
      }
      forget(run);
    }
    List<String> written = ids(trail);
    assertThat(written).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(past.ids);
  }

  /// As if the memory of the run before were lost.
  private void forget(int run) throws IOException {
    if (run == 1) {
      Files.deleteIfExists(folder.resolve("checkpoints/event-history.json"));
    }
  }

  private static List<String> ids(Path trail) throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.walk(trail)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        LogFileName name = LogFileName.of(trail.relativize(file).toString());
        assertThat(name.account()).isEqualTo(ACCOUNT);
        assertThat(name.region()).isEqualTo(HERE);
        ids.addAll(TrailObjects.idsIn(file));
      }
    }
    return ids;
  }
}
