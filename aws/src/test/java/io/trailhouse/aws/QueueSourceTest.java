package io.trailhouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.fixture.MemorySink;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.TrailObjects;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Clauses Q1 to Q9 of docs/spec/collect.md, against s3proxy and ElasticMQ through the real SDK.
class QueueSourceTest {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-central-1";
  private static final Instant AT = Instant.parse("2026-05-01T08:05:00Z");
  private static final Duration SOON = Duration.ofMillis(200);

  private final AwsDoubles doubles = AwsDoubles.running();
  private final S3Client s3 = doubles.s3();
  private final SqsClient sqs = doubles.sqs();
  private final String bucket = "trail-" + UUID.randomUUID();
  private final Random dice = new Random(7);
  private final MemorySink sink = new MemorySink(1_000_000);
  private final Set<String> truth = new HashSet<>();
  private final AtomicInteger extensions = new AtomicInteger();
  private final Map<String, Integer> receipts = new ConcurrentHashMap<>();
  private String queue = "";

  @TempDir private Path folder;

  @BeforeEach
  void setUp() {
    s3.createBucket(request -> request.bucket(bucket));
    queue = AwsDoubles.queue(sqs, "q-" + UUID.randomUUID());
  }

  private CollectOptions options() {
    return CollectOptions.defaults(folder.resolve("scratch"))
        .waiting(Duration.ofSeconds(2), Duration.ofMillis(1));
  }

  private QueueSource source() {
    return source(options());
  }

  private QueueSource source(CollectOptions options) {
    return new QueueSource(
        new QueueSource.Place(watched(), queue, s3, bucket, "AWSLogs/", false),
        options,
        new SourceContext(new SourceHealth(InstantSource.system()), InstantSource.system()));
  }

  /// The real client, with what goes through it noted.
  private SqsClient watched() {
    return (SqsClient)
        Proxy.newProxyInstance(
            SqsClient.class.getClassLoader(),
            new Class<?>[] {SqsClient.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(sqs, arguments);
                if (method.getName().equals("changeMessageVisibilityBatch")) {
                  extensions.incrementAndGet();
                }
                if (answer instanceof ReceiveMessageResponse received) {
                  received
                      .messages()
                      .forEach(message -> receipts.merge(message.messageId(), 1, Integer::sum));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private String put(int events) {
    String key = TrailObjects.key("AWSLogs/", ACCOUNT, REGION, AT, dice);
    put(key, events);
    return key;
  }

  private void put(String key, int events) {
    List<String> ids = TrailObjects.ids(events, dice);
    truth.addAll(ids);
    byte[] content = TrailObjects.file(ids, ACCOUNT, REGION, AT);
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  private void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
  }

  private String byCloudTrail(String... keys) {
    return "{\"s3Bucket\":\"%s\",\"s3ObjectKey\":[\"%s\"]}"
        .formatted(bucket, String.join("\",\"", keys));
  }

  private String byS3(String key) {
    return """
    {"Records":[{"eventVersion":"2.3","eventSource":"aws:s3","eventName":"ObjectCreated:Put",\
    "eventTime":"2026-05-01T08:05:11.000Z","s3":{"bucket":{"name":"%s"},\
    "object":{"key":"%s","size":10}}}]}\
    """
        .formatted(bucket, URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
  }

  private String byEventBridge(String key) {
    return """
    {"version":"0","detail-type":"Object Created","source":"aws.s3","time":"2026-05-01T08:05:11Z",\
    "detail":{"bucket":{"name":"%s"},"object":{"key":"%s","size":10},"reason":"PutObject"}}\
    """
        .formatted(bucket, key);
  }

  private static String inSns(String message) {
    return "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"TopicArn\":\"arn:aws:sns:x:1:t\",\"Message\":\"%s\"}"
        .formatted(message.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /// Messages that are there, hidden or not.
  private int messages() {
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(request ->
                request
                    .queueUrl(queue)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return counts.values().stream().mapToInt(Integer::parseInt).sum();
  }

  private int visibleMessages() {
    return Integer.parseInt(
        sqs.getQueueAttributes(request ->
                request
                    .queueUrl(queue)
                    .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  @Test
  void everyFormOfAnnouncementBringsItsFilesOnce() throws Exception {
    send(inSns(byCloudTrail(put(3), put(2))));
    send(byCloudTrail(put(1)));
    send(byS3(put(4)));
    send(inSns(byS3(put(5))));
    String odd = TrailObjects.key("AWSLogs/my folder+é/AWSLogs/", ACCOUNT, REGION, AT, dice);
    put(odd, 2);
    send(byS3(odd));
    send(byEventBridge(put(6)));
    String again = put(7);
    send(byS3(again));
    send(inSns(byCloudTrail(again)));
    try (Collecting work = new Collecting(source(), sink, folder, SOON)) {
      Await.until(() -> messages() == 0);
      assertThat(work.counters.unreadable()).isZero();
    }
    assertThat(sink.ids()).isEqualTo(truth);
    assertThat(sink.committed().stream().map(file -> file.origin()))
        .contains("s3://" + bucket + "/" + odd);
  }

  @Test
  void aMessageIsDeletedOnlyAfterTheCommitAndStaysHiddenUntilThen() throws Exception {
    send(byS3(put(3)));
    QueueSource source = source();
    Collecting work = new Collecting(source, sink, folder, Duration.ofHours(1));
    try (work) {
      Await.until(() -> work.counters.eventsRead() == 3);
      Await.until(() -> extensions.get() >= 3); // each before a visibility of 2 s has ended
      assertThat(sink.ids()).isEmpty();
      assertThat(messages()).isEqualTo(1);
      assertThat(visibleMessages()).isZero();
      assertThat(source.messagesInFlight()).isEqualTo(1);
    } // which commits
    assertThat(sink.ids()).isEqualTo(truth);
    assertThat(messages()).isZero();
    assertThat(work.counters.filesFound()).isEqualTo(1);
  }

  @Test
  void whatIsNotOursIsLeftInTheQueueAndCountedOnce() throws Exception {
    send("CloudTrail validation message.");
    send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"" + bucket + "\"}");
    send("{\"order\":17}");
    send("not json at all");
    send(byS3(put(2)).replace(bucket, "another-bucket"));
    List<String> others = truth.stream().toList();
    truth.clear();
    send(byS3(put(2)));
    QueueSource source = source();
    try (Collecting work = new Collecting(source, sink, folder, SOON)) {
      Await.until(() -> sink.ids().containsAll(truth));
      Await.until(() -> messages() == 3 && work.counters.leftAlone() == 3);
      Await.until(() -> receipts.values().stream().filter(times -> times > 1).count() >= 3);
      assertThat(work.counters.leftAlone()).isEqualTo(3);
      assertThat(source.testMessages()).isEqualTo(2);
    }
    assertThat(sink.ids()).doesNotContainAnyElementsOf(others);
    assertThat(messages()).isEqualTo(3);
  }

  @Test
  void anObjectThatIsNotThereEndsInQuarantineAndNotInALoop() throws Exception {
    String gone = TrailObjects.key("AWSLogs/", ACCOUNT, REGION, AT, dice);
    send(byCloudTrail(gone, put(2)));
    try (Collecting work = new Collecting(source(), sink, folder, SOON)) {
      Await.until(() -> messages() == 0);
      assertThat(work.counters.quarantined()).isEqualTo(1);
      assertThat(sink.ids()).isEqualTo(truth);
      List<QuarantineStore.Kept> kept = work.quarantine.list();
      assertThat(kept)
          .singleElement()
          .satisfies(each -> {
            assertThat(each.origin()).isEqualTo("s3://" + bucket + "/" + gone);
            assertThat(each.reason()).contains("announced 5 times").contains("NoSuchKey");
          });
    }
  }

  @Test
  void eventsOfABusAreGatheredAndEachIsOneEvent() throws Exception {
    for (String id : TrailObjects.ids(25, dice)) {
      truth.add(id);
      String record = TrailObjects.record(id, ACCOUNT, REGION, AT);
      send(
          """
          {"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.sts",\
          "account":"111122223333","time":"2026-05-01T08:05:00Z","region":"eu-central-1",\
          "resources":[],"detail":%s}\
          """
              .formatted(record));
    }
    try (Collecting work = new Collecting(source(), sink, folder, SOON)) {
      Await.until(() -> messages() == 0);
      assertThat(work.counters.filesRead()).isLessThan(25);
    }
    assertThat(sink.ids()).isEqualTo(truth);
  }

  @Test
  void stoppingGivesBackAtOnceWhatIsNotCommitted() throws Exception {
    int files = 150; // more than may be in flight
    List<String> bodies = new ArrayList<>();
    for (int number = 0; number < files; number++) {
      bodies.add(byS3(put(1)));
    }
    bodies.forEach(this::send);
    CollectOptions slow =
        new CollectOptions(folder, 1, 1, 2, 100, Duration.ofHours(1), Duration.ofHours(1), 5);
    try (Collecting work = new Collecting(source(slow), sink, folder, Duration.ofHours(1))) {
      Await.until(() -> work.counters.eventsRead() > 5);
    }
    assertThat(sink.ids()).isNotEmpty();
    int left = files - sink.ids().size();
    Await.until(() -> visibleMessages() == left);
    try (Collecting again = new Collecting(source(), sink, folder, SOON)) {
      Await.until(() -> messages() == 0);
      assertThat(again.counters.filesFound()).isPositive();
    }
    assertThat(sink.ids()).isEqualTo(truth);
  }

  @Test
  void aFifoQueueWorksAsWell() throws Exception {
    queue = AwsDoubles.queue(sqs, "q-" + UUID.randomUUID() + ".fifo");
    for (int number = 0; number < 15; number++) {
      String body = byEventBridge(put(1));
      sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body).messageGroupId("g"));
    }
    try (Collecting work = new Collecting(source(), sink, folder, SOON)) {
      Await.until(() -> messages() == 0);
      assertThat(work.counters.unreadable()).isZero();
    }
    assertThat(sink.ids()).isEqualTo(truth);
  }

  @Test
  void fewMessagesInFlightAreEnoughBecauseACommitIsAskedFor() throws Exception {
    for (int number = 0; number < 60; number++) {
      send(byS3(put(1)));
    }
    CollectOptions small =
        new CollectOptions(folder, 1, 4, 1, 20, Duration.ofSeconds(30), Duration.ofMillis(1), 5);
    try (Collecting work = new Collecting(source(small), sink, folder, Duration.ofHours(1))) {
      Await.until(() -> sink.ids().size() >= 40);
      assertThat(work.counters.unreadable()).isZero();
    }
  }
}
