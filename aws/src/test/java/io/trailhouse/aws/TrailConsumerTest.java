package io.trailhouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.fixture.Await;
import io.trailhouse.source.LogFile;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.TrailObjects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The library as another program uses it (clauses B1 to B5 of docs/spec/library.md).
class TrailConsumerTest {
  private static final String ACCOUNT = "111122223333";
  private static final Instant AT = Instant.parse("2026-05-01T08:05:00Z");

  private final S3Client s3 = AwsDoubles.running().s3();
  private final SqsClient sqs = AwsDoubles.running().sqs();
  private final String bucket = "trail-" + UUID.randomUUID();
  private final Random dice = new Random(9);
  private final List<String> got = Collections.synchronizedList(new ArrayList<>());
  private String queue = "";

  @TempDir private Path folder;

  @BeforeEach
  void setUp() {
    s3.createBucket(request -> request.bucket(bucket));
    queue = AwsDoubles.queue(sqs, "q-" + UUID.randomUUID());
  }

  private TrailConsumer consumer() {
    return TrailConsumer.of(
        new QueueSource.Place(sqs, queue, s3, bucket, "", false),
        CollectOptions.defaults(folder).waiting(Duration.ofSeconds(2), Duration.ofMillis(1)),
        java.time.InstantSource.system());
  }

  private List<String> put(String region, int events) {
    List<String> ids = TrailObjects.ids(events, dice);
    String key = TrailObjects.key("AWSLogs/", ACCOUNT, region, AT, dice);
    s3.putObject(
        request -> request.bucket(bucket).key(key),
        RequestBody.fromBytes(TrailObjects.file(ids, ACCOUNT, region, AT)));
    sqs.sendMessage(request ->
        request
            .queueUrl(queue)
            .messageBody("{\"s3Bucket\":\"%s\",\"s3ObjectKey\":[\"%s\"]}".formatted(bucket, key)));
    return ids;
  }

  private static String id(EventView event) {
    return Objects.requireNonNull(event.text(EventField.EVENT_ID));
  }

  private static Thread start(TrailConsumer consumer) {
    Thread thread =
        new Thread(() -> {
          try {
            consumer.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    thread.start();
    return thread;
  }

  @Test
  void filesAndEventsAreFilteredAndTheRestIsHandedOn() throws Exception {
    List<String> ids = put("us-east-1", 5);
    put("eu-central-1", 5);
    AtomicInteger skipped = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    TrailConsumer consumer =
        consumer()
            .files(file -> "us-east-1".equals(file.name().region()))
            .events(event -> !id(event).equals(ids.get(2)))
            .telling(
                new ConsumerListener() {
                  @Override
                  public void skipped(LogFile file) {
                    skipped.incrementAndGet();
                  }

                  @Override
                  public void ended(LogFile file, long events, Duration time) {
                    ended.addAndGet((int) events);
                  }
                })
            .to((file, events, again) -> events.forEach(event -> got.add(id(event))));
    Thread thread = start(consumer);
    Await.until(() -> skipped.get() == 1 && ended.get() == 4);
    consumer.stop();
    thread.join();
    Set<String> wanted = new HashSet<>(ids);
    wanted.remove(ids.get(2));
    assertThat(got).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void whatWasNotTakenComesAgainAndIsMarkedSo() throws Exception {
    List<String> ids = put("us-east-1", 3);
    List<Boolean> marks = Collections.synchronizedList(new ArrayList<>());
    List<Exception> problems = Collections.synchronizedList(new ArrayList<>());
    TrailConsumer consumer =
        consumer()
            .telling(
                new ConsumerListener() {
                  @Override
                  public void failed(String origin, Exception problem) {
                    problems.add(problem);
                  }
                })
            .to((file, events, again) -> {
              marks.add(again);
              if (marks.size() == 1) {
                throw new IllegalStateException("not now");
              }
              events.forEach(event -> got.add(id(event)));
            });
    Thread thread = start(consumer);
    Await.until(() -> got.size() == 3);
    consumer.stop();
    thread.join();
    assertThat(got).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(marks).containsExactly(false, true);
    assertThat(problems).singleElement().extracting(Throwable::getMessage).isEqualTo("not now");
  }

  /// Stores events and file names together, and fails right after that the first time: as a process
  /// does that dies between its commit and the deletion of the message.
  private final class Dying implements TrailConsumer.EventStore {
    private final Set<String> files = Collections.synchronizedSet(new HashSet<>());
    private final AtomicInteger commits = new AtomicInteger();

    @Override
    public boolean has(LogFile file) {
      return files.contains(file.origin() + file.version());
    }

    @Override
    public Transaction begin(LogFile file) {
      List<String> pending = new ArrayList<>();
      return new Transaction() {
        @Override
        public void write(List<EventView> events) {
          events.forEach(event -> pending.add(id(event)));
        }

        @Override
        public void commit() {
          got.addAll(pending);
          files.add(file.origin() + file.version());
          if (commits.incrementAndGet() == 1) {
            throw new IllegalStateException("died after the commit");
          }
        }

        @Override
        public void rollback() {
          pending.clear();
        }
      };
    }
  }

  @Test
  void aStoreThatRemembersFilesHasEachOnce() throws Exception {
    List<String> ids = new ArrayList<>(put("us-east-1", 4));
    ids.addAll(put("us-east-1", 4));
    TrailConsumer consumer = consumer().to(new Dying());
    Thread thread = start(consumer);
    Await.until(() -> got.size() >= 8 && messages() == 0);
    consumer.stop();
    thread.join();
    assertThat(got).containsExactlyInAnyOrderElementsOf(ids);
  }

  private int messages() {
    return sqs
        .getQueueAttributes(request ->
            request
                .queueUrl(queue)
                .attributeNamesWithStrings(
                    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"))
        .attributesAsStrings()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  @Test
  void aLargeFileComesInSlices() throws Exception {
    int count = 200_000; // about 120 MB, which is more than a file is read whole
    StringBuilder json = new StringBuilder("{\"Records\":[");
    String record =
        TrailObjects.record("8c0d2f5e-0000-4000-8000-000000000000", ACCOUNT, "us-east-1", AT);
    for (int number = 0; number < count; number++) {
      json.append(number == 0 ? "" : ",").append(record);
    }
    byte[] packed =
        TrailObjects.gzip(
            json.append("]}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String key = TrailObjects.key("AWSLogs/", ACCOUNT, "us-east-1", AT, dice);
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(packed));
    sqs.sendMessage(request ->
        request
            .queueUrl(queue)
            .messageBody("{\"s3Bucket\":\"%s\",\"s3ObjectKey\":[\"%s\"]}".formatted(bucket, key)));
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger events = new AtomicInteger();
    TrailConsumer consumer =
        consumer()
            .to((file, some, again) -> {
              calls.incrementAndGet();
              events.addAndGet(some.size());
            });
    Thread thread = start(consumer);
    Await.until(() -> events.get() == count);
    consumer.stop();
    thread.join();
    assertThat(calls.get()).isGreaterThan(4);
  }
}
