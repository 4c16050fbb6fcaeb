package io.trailhouse.aws.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.aws.CloudTrailHistory;
import io.trailhouse.checkpoint.FileCheckpoints;
import io.trailhouse.destination.FolderFiles;
import io.trailhouse.destination.OutputPlace;
import io.trailhouse.fixture.Await;
import io.trailhouse.fixture.MemorySink;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.source.LogFileName;
import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.HistoryDouble.Fault;
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
import java.util.Random;
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

/// Clauses B1 to B8 of docs/spec/backfill.md: partitions through the real SDK against a double that
/// keeps the service's rules and checks signatures, in a world whose time runs faster.
class HistorySourceTest {
  private static final String ACCOUNT = AccountsDouble.OWN_ACCOUNT;
  private static final int SPEED = 60;

  /// Where a few calls too many must be seen, which a busy machine makes at a higher one.
  private static final int CALM = 20;

  private static final String HERE = "us-east-1";
  private static final String THERE = "eu-west-1";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant start = now.minus(Duration.ofDays(30));
  private final AtomicReference<Instant> time = new AtomicReference<>(now);
  private final InstantSource clock = time::get;
  private int speed = SPEED;
  private HistoryDouble history = new HistoryDouble(SPEED);
  private PastEvents past = new PastEvents(history, 7);
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
        new HistorySource(positions(), HistoryOptions.DEFAULTS.faster(speed), clock, files);
    for (String region : regions) {
      source.add(
          new HistoryPartition(ACCOUNT, region, false),
          of(region),
          List.of(new Seconds.Span(start.getEpochSecond(), time.get().getEpochSecond())));
    }
    return source;
  }

  private HistorySource read(String... regions) throws Exception {
    HistorySource source = source(null, regions);
    ingest(source);
    return source;
  }

  private void ingest(HistorySource source) throws InterruptedException {
    QuarantineStore quarantine =
        new QuarantineStore(folder.resolve("quarantine"), () -> folder.resolve("tmp"));
    new IngestPipeline(source, sink, quarantine, quarantine, new IngestMetrics())
        .committingEvery(Duration.ofMillis(30))
        .run(2);
    source.close();
  }

  private long calls() {
    return history.calls().values().stream().mapToLong(HistoryDouble.Calls::answered).sum();
  }

  @Test
  void everyEventOnceFromDenseAndEmptyPartitionsWithHardlyACallTooMany() throws Exception {
    past.add(ACCOUNT, HERE, 12_000, start, now);
    past.add(ACCOUNT, THERE, 30, start, now);
    HistorySource source = read(HERE, THERE, "sa-east-1");
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(calls()).isBetween(12_030L / 50, 300L);
    assertThat(source.states()).noneMatch(HistorySource.PartitionState::refused);
    assertThat(source.states()).allMatch(partition -> partition.walked() == partition.seconds());
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
    history.answering(Duration.ofMillis(84)); // ten turns
    past.add(ACCOUNT, HERE, 6_000, start, now);
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(history.calls().get(ACCOUNT + " " + HERE).atOnce()).isGreaterThan(2);
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
    Random dice = new Random(3);
    int stops = 0;
    while (!sink.ids().equals(past.ids) && stops < 30) {
      stopAfter(20 + dice.nextInt(20), source(null, HERE));
      stops++;
    }
    assertThat(sink.ids()).isEqualTo(past.ids);
    assertThat(stops).isGreaterThan(2);
    assertThat(calls()).isLessThan(2 * pages);
  }

  /// Interrupts a source after so many more calls, or when it has ended before.
  private void stopAfter(long more, HistorySource source) throws InterruptedException {
    long last = calls() + more;
    interrupt(source, () -> calls() >= last);
  }

  private void interrupt(HistorySource source, Await.Condition<RuntimeException> when)
      throws InterruptedException {
    Thread runner = new Thread(() -> swallow(source));
    runner.start();
    Await.until(() -> when.holds() || !runner.isAlive());
    runner.interrupt();
    runner.join();
  }

  private void swallow(HistorySource source) {
    try {
      ingest(source);
    } catch (InterruptedException e) {
      // that is what is wanted
    }
  }

  @Test
  void throttledByOthersItSlowsDownAndWinsTheRateBack() throws Exception {
    speed = CALM;
    history = new HistoryDouble(speed);
    past = new PastEvents(history, 7);
    aws.with(history);
    past.add(ACCOUNT, HERE, 6_000, start, now);
    history.faults(call -> call > 20 && call < 40 ? Fault.THROTTLED : Fault.NONE);
    HistorySource source = read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    HistorySource.PartitionState partition = source.states().get(0);
    assertThat(partition.throttled()).isBetween(19L, 25L);
    assertThat(partition.refused()).isFalse();
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

  /// Clause B6: where the service does not keep its order, no event is lost, and a slice is
  /// complete at its end.
  @Test
  void pagesInAnotherOrderAreCompleteAtTheEndOnly() throws Exception {
    past.add(ACCOUNT, HERE, 3_000, start, now.minus(Duration.ofHours(1)));
    history.reversed();
    history.faults(call -> call > 30 ? Fault.THROTTLED : Fault.NONE); // half of the pages
    interrupt(source(null, HERE), () -> !sink.ids().isEmpty());
    history.faults(call -> Fault.NONE);
    assertThat(sink.ids()).isNotEmpty().hasSizeLessThan(3_000);
    assertThat(positions().complete(new HistoryPartition(ACCOUNT, HERE, false)).spans()).isEmpty();
    read(HERE);
    assertThat(sink.ids()).isEqualTo(past.ids);
    long calls = calls();
    time.set(now.plus(Duration.ofMinutes(1)));
    read(HERE);
    assertThat(calls() - calls).isEqualTo(1);
  }

  @Test
  void aPartitionThatRefusesIsNamedAndTheOthersGoOn() throws Exception {
    past.add(ACCOUNT, HERE, 500, start, now);
    try (AccountsDouble closed = new AccountsDouble(List.of(), "id", "{}")) {
      closed.with(new HistoryDouble(SPEED).faults(call -> Fault.DENIED));
      HistorySource source = source(null, HERE);
      AccountsDouble open = aws;
      aws = closed;
      source.add(
          new HistoryPartition(ACCOUNT, THERE, false),
          of(THERE),
          List.of(new Seconds.Span(start.getEpochSecond(), now.getEpochSecond())));
      aws = open;
      ingest(source);
      assertThat(sink.ids()).isEqualTo(past.ids);
      HistorySource.PartitionState refused = source.states().get(1);
      assertThat(refused.refused()).isTrue();
      assertThat(refused.problem()).contains("AccessDeniedException");
      assertThat(refused.walked()).isZero();
      assertThat(source.states().get(0).refused()).isFalse();
    }
  }

  @Test
  void insightEventsAreAPartitionOfTheirOwn() throws Exception {
    past.add(ACCOUNT, HERE, 60, start, now);
    String id = "11111111-2222-3333-4444-555555555555";
    Instant at = now.minus(Duration.ofDays(2));
    history.add(ACCOUNT, HERE, PastEvents.record(id, at, ACCOUNT, HERE, "Insight"), Instant.EPOCH);
    history.ready();
    HistorySource source = source(null, HERE);
    source.add(
        new HistoryPartition(ACCOUNT, HERE, true),
        of(HERE),
        List.of(new Seconds.Span(start.getEpochSecond(), now.getEpochSecond())));
    ingest(source);
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
        if (run < 2) {
          stopAfter(20, source);
        } else {
          ingest(source);
        }
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
