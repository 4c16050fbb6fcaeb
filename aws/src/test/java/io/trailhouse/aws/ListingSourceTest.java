package io.trailhouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.checkpoint.FileCheckpoints;
import io.trailhouse.fixture.Await;
import io.trailhouse.fixture.MemorySink;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.TrailObjects;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/// Clauses L1 to L6 of docs/spec/collect.md, against s3proxy through the real SDK; time is given.
class ListingSourceTest {
  private static final String ACCOUNT = "111122223333";
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration EVERY = Duration.ofMinutes(15);

  private final AwsDoubles doubles = AwsDoubles.running();
  private final S3Client s3 = doubles.s3();
  private final String bucket = "trail-" + UUID.randomUUID();
  private final Random dice = new Random(11);
  private final MemorySink sink = new MemorySink(1_000_000);
  private final Set<String> truth = new HashSet<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-20T12:00:00Z"));
  private final InstantSource clock = now::get;
  private final SourceHealth health = new SourceHealth(clock);

  @TempDir private Path folder;

  @BeforeEach
  void setUp() {
    s3.createBucket(request -> request.bucket(bucket));
  }

  private ListingSource source(String prefix) {
    return source(s3, prefix);
  }

  private ListingSource source(S3Client client, String prefix) {
    return new ListingSource(
        new ListingSource.Place("trail", client, bucket, prefix, false),
        EVERY,
        new FileCheckpoints(folder.resolve("checkpoints")),
        CollectOptions.defaults(folder.resolve("scratch")),
        new SourceContext(health, clock));
  }

  /// The real client, which asks for shorter pages; S3 itself may answer fewer keys than asked for.
  private S3Client withPagesOf(int keys) {
    return (S3Client)
        Proxy.newProxyInstance(
            S3Client.class.getClassLoader(),
            new Class<?>[] {S3Client.class},
            (proxy, method, arguments) -> {
              Object[] asked = arguments == null ? new Object[0] : arguments.clone();
              if (asked.length == 1 && asked[0] instanceof ListObjectsV2Request list) {
                asked[0] = list.toBuilder().maxKeys(keys).build();
              }
              try {
                return method.invoke(s3, asked);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void put(String above, String account, String region, Instant at) {
    String key = TrailObjects.key(above, account, region, at, dice);
    List<String> ids = TrailObjects.ids(3, dice);
    truth.addAll(ids);
    byte[] content = TrailObjects.file(ids, account, region, at);
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void untilAllThere() throws InterruptedException {
    Await.until(() -> sink.ids().equals(truth));
  }

  @Test
  void accountsRegionsAndDaysAreFoundByThemselvesUnderAnyPrefix() throws Exception {
    Instant at = Instant.parse("2026-05-01T08:00:00Z");
    put("AWSLogs/", ACCOUNT, "us-east-1", at);
    put("AWSLogs/o-exampleorgid/", "222233334444", "eu-central-1", at.plusSeconds(86_400));
    put("audit/trails/AWSLogs/o-exampleorgid/", "333344445555", "ap-south-2", at);
    String insight =
        "AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2026/05/01/"
            + "111122223333_CloudTrail-Insight_us-east-1_20260501T0516Z_AbCdEfGhIjKlMnOp.json.gz";
    List<String> ids = TrailObjects.ids(1, dice);
    s3.putObject(
        request -> request.bucket(bucket).key(insight),
        RequestBody.fromBytes(TrailObjects.file(ids, ACCOUNT, "us-east-1", at)));
    s3.putObject(
        request -> request.bucket(bucket).key("AWSLogs/111122223333/Config/us-east-1/x.json.gz"),
        RequestBody.fromString("other"));
    truth.addAll(ids);
    Set<String> below = new HashSet<>(truth);
    try (Collecting work = new Collecting(source("AWSLogs/"), sink, folder, SOON)) {
      Await.until(() -> sink.ids().size() == 7);
      assertThat(work.counters.unreadable()).isZero();
    }
    assertThat(below).containsAll(sink.ids());
    put("AWSLogs/", ACCOUNT, "us-east-1", at.plusSeconds(2 * 86_400)); // later than the audit's
    Collecting top = new Collecting(source(""), sink, folder, SOON);
    try (top) {
      Await.until(() -> sink.ids().size() == 10);
    }
    assertThat(top.counters.filesFound()).isEqualTo(1); // AWSLogs at the top hides other folders
    try (Collecting work = new Collecting(source("audit/"), sink, folder, SOON)) {
      untilAllThere();
      assertThat(work.counters.filesFound()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatSortsBeforeTheNewestOneIsFoundLater() throws Exception {
    Instant at = Instant.parse("2026-05-20T11:00:00Z");
    put("AWSLogs/", ACCOUNT, "us-east-1", at);
    put("AWSLogs/", ACCOUNT, "us-east-1", at.minus(Duration.ofDays(60)));
    try (Collecting work = new Collecting(source("AWSLogs/"), sink, folder, SOON)) {
      untilAllThere();
      put("AWSLogs/", ACCOUNT, "us-east-1", at.minus(Duration.ofMinutes(20)));
      pass(EVERY);
      untilAllThere();
      put("AWSLogs/", ACCOUNT, "us-east-1", at.minus(Duration.ofHours(40)));
      pass(Duration.ofMinutes(70));
      untilAllThere();
      put("AWSLogs/", ACCOUNT, "us-east-1", at.minus(Duration.ofDays(33)));
      pass(Duration.ofHours(25));
      untilAllThere();
      assertThat(work.counters.filesFound()).isEqualTo(5);
    }
    assertThat(sink.committed()).doesNotHaveDuplicates();
  }

  @Test
  void aRestartGoesOnFromItsPositionWithFewCalls() throws Exception {
    int files = 250;
    S3Client pages = withPagesOf(100);
    Instant first = Instant.parse("2026-01-01T00:00:00Z");
    for (int file = 0; file < files; file++) {
      put("AWSLogs/", ACCOUNT, "us-east-1", first.plus(Duration.ofMinutes(70L * file)));
    }
    now.set(first.plus(Duration.ofMinutes(70L * files)));
    ListingSource one = source(pages, "AWSLogs/");
    try (Collecting work = new Collecting(one, sink, folder, SOON)) {
      untilAllThere();
      assertThat(work.counters.filesFound()).isEqualTo(files);
      Await.until(() -> one.listCalls() >= 6);
      assertThat(one.listCalls()).isEqualTo(6); // 3 folders on the way, 3 pages
    }
    pass(Duration.ofMinutes(30));
    put("AWSLogs/", ACCOUNT, "us-east-1", now.get());
    ListingSource two = source(pages, "AWSLogs/");
    try (Collecting work = new Collecting(two, sink, folder, SOON)) {
      untilAllThere();
      assertThat(work.counters.filesFound()).isEqualTo(1);
      assertThat(two.listCalls()).isEqualTo(4); // 3 folders, 1 page
    }
  }

  @Test
  void aFileThatCannotBeReadYetIsTriedAgainAndThePositionWaitsForIt() throws Exception {
    Instant at = Instant.parse("2026-05-20T11:00:00Z");
    put("AWSLogs/", ACCOUNT, "us-east-1", at);
    FileCheckpoints checkpoints = new FileCheckpoints(folder.resolve("checkpoints"));
    ListingPrefix prefix = new ListingPrefix("AWSLogs/111122223333/CloudTrail/us-east-1/");
    assertThat(prefix.begin(now.get())).isEmpty();
    prefix.lent(at.minusSeconds(60));
    prefix.lent(at);
    prefix.seen(at);
    prefix.done(at);
    prefix.failed(at.minusSeconds(60));
    prefix.walked(now.get());
    checkpoints.advance("trail", List.of(java.util.Objects.requireNonNull(prefix.takePosition())));
    ListingPrefix again = new ListingPrefix(prefix.folder());
    again.restore(new FileCheckpoints(folder.resolve("checkpoints")).read("trail").get(0));
    assertThat(again.begin(now.get())).contains("/2026/04/15/"); // no deep round was whole yet
  }

  @Test
  void aBucketThatRefusesIsSaidAndAskedAgain() throws Exception {
    ListingSource missing =
        new ListingSource(
            new ListingSource.Place("none", s3, "no-such-" + bucket, "", false),
            EVERY,
            new FileCheckpoints(folder),
            CollectOptions.defaults(folder),
            new SourceContext(health, clock));
    try (Collecting work = new Collecting(missing, sink, folder, SOON)) {
      Await.until(() -> health.state().condition() == SourceHealth.Condition.REFUSED);
      assertThat(health.state().problem()).contains("NoSuchBucket");
      assertThat(work.counters.filesFound()).isZero();
    }
  }
}
