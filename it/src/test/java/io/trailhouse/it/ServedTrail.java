package io.trailhouse.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.TrailObjects;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A bucket, a queue, and `trailhouse serve` between them and a home folder.
final class ServedTrail {
  private static final Pattern URL = Pattern.compile("(http://[^ ]+)/status");

  final AwsDoubles doubles = AwsDoubles.running();
  final S3Client s3 = doubles.s3();
  final SqsClient sqs = doubles.sqs();
  final String bucket = "trail-" + UUID.randomUUID();
  final String queue;
  final Path folder;
  final Path home;
  private final HttpClient http = HttpClient.newHttpClient();

  ServedTrail(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
    this.queue = AwsDoubles.queue(sqs, "q-" + UUID.randomUUID());
    s3.createBucket(request -> request.bucket(bucket));
  }

  void config(String text) throws IOException {
    Files.writeString(folder.resolve("trailhouse.yaml"), text);
  }

  /// The environment of a program that shall find the doubles where it looks for AWS.
  Map<String, String> environment(URI s3Endpoint) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", AwsDoubles.ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", AwsDoubles.SECRET);
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_ENDPOINT_URL_S3", s3Endpoint.toString());
    environment.put("AWS_ENDPOINT_URL_SQS", doubles.sqsEndpoint().toString());
    environment.put("AWS_CONFIG_FILE", "/nonexistent");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    environment.put("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.visibility=4");
    return environment;
  }

  Program.Running serve(URI s3Endpoint) {
    return Program.startTrailhouse(
        folder, environment(s3Endpoint), "serve", "--home", home.toString());
  }

  void put(String key, byte[] content) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  void announce(String key) {
    sqs.sendMessage(request ->
        request
            .queueUrl(queue)
            .messageBody("{\"s3Bucket\":\"%s\",\"s3ObjectKey\":[\"%s\"]}".formatted(bucket, key)));
  }

  /// Sends an event as EventBridge passes it on: the record in an envelope.
  void send(String queue, String account, String id, Instant at) {
    Instant happened = at.plusSeconds(Math.floorMod(id.hashCode(), 300));
    String envelope =
        """
        {"version":"0","id":"%s","detail-type":"AWS API Call via CloudTrail","source":"aws.sts",\
        "account":"%s","time":"%s","region":"us-east-1","resources":[],"detail":%s}\
        """
            .formatted(
                UUID.randomUUID(),
                account,
                happened.truncatedTo(ChronoUnit.SECONDS),
                TrailObjects.record(id, account, "us-east-1", happened));
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody(envelope));
  }

  /// Messages in the queue, hidden ones too.
  int messages() {
    return AwsDoubles.messages(sqs, queue);
  }

  /// Where the program answers, once it has said so.
  static String url(Program.Running serve) throws InterruptedException {
    Await.until(() -> URL.matcher(serve.printed()).find() || !serve.isAlive());
    Matcher url = URL.matcher(serve.printed());
    if (!url.find()) {
      throw new AssertionError("it has not started: " + serve.printed() + serve.said());
    }
    return url.group(1);
  }

  /// What the rules of a running `serve` have got to, which `/status` says.
  ///
  /// @param inspected events since its start
  /// @param whole whether they have looked at all that the table had when it was last looked at
  record Rules(long inspected, boolean whole) {}

  static Rules rules(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/status")).build();
      JsonNode status =
          new ObjectMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
      String head = status.path("head").asText();
      JsonNode rules = status.path("rules");
      return new Rules(
          rules.path("inspected").asLong(),
          !head.isEmpty() && rules.path("position").asText().equals(head));
    }
  }

  HttpResponse<String> ask(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /// A count of the status page.
  long count(String url, String source, String name) throws IOException, InterruptedException {
    String status = ask(url + "/status").body();
    int from = status.indexOf("\"name\" : \"" + source + "\"");
    Matcher number = Pattern.compile("\"" + name + "\" : (-?\\d+)").matcher(status);
    if (from < 0 || !number.find(from)) {
      throw new AssertionError(status);
    }
    return Long.parseLong(number.group(1));
  }

  static byte[] damaged() {
    byte[] whole =
        TrailObjects.gzip(
            "{\"Records\":[{\"eventVersion\":\"1.08\","
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return java.util.Arrays.copyOf(whole, whole.length - 12);
  }
}
