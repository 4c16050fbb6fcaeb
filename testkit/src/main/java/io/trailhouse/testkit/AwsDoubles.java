package io.trailhouse.testkit;

import io.trailhouse.fixture.MessageSinkContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// S3 and SQS on loopback, in a process of their own that ends with this one: s3proxy, which checks
/// signatures and keeps objects in memory, and ElasticMQ. Started once for all tests of a process.
///
/// Clients need the access key and secret below and any Region; because the host is an address, the
/// SDK uses path style by itself.
public final class AwsDoubles {
  /// What S3 accepts.
  public static final String ACCESS_KEY = "AKIATRAILHOUSETEST00";

  public static final String SECRET = MessageSinkContract.SECRET;

  private static @Nullable AwsDoubles running;

  private final URI s3;
  private final URI sqs;

  private AwsDoubles(URI s3, URI sqs) {
    this.s3 = s3;
    this.sqs = sqs;
  }

  /// Starts them when they are not running yet. What S3 holds lies in their heap, of the system
  /// property `trailhouse.doubles.heap`, 1g when it is not set.
  public static synchronized AwsDoubles running() {
    if (running == null) {
      try {
        running = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  private static AwsDoubles start() throws IOException {
    Path target = Path.of(System.getProperty("trailhouse.root", ".."), "doubles", "target");
    String classpath =
        target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + System.getProperty("trailhouse.doubles.heap", "1g"),
                "-cp",
                classpath,
                "io.trailhouse.doubles.Main",
                ACCESS_KEY,
                SECRET));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the doubles have not started");
    }
    String[] urls = line.split(" ", -1);
    return new AwsDoubles(URI.create(urls[0]), URI.create(urls[1]));
  }

  /// Where S3 answers.
  public URI s3Endpoint() {
    return s3;
  }

  /// Where SQS answers.
  public URI sqsEndpoint() {
    return sqs;
  }

  public static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET));
  }

  public S3Client s3() {
    return s3(s3);
  }

  /// A client for S3 behind another address, such as a proxy that makes faults.
  public S3Client s3(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .httpClient(ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(10)).build())
        .build();
  }

  public SqsClient sqs() {
    return SqsClient.builder()
        .endpointOverride(sqs)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClient(ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(40)).build())
        .build();
  }

  /// Makes a queue and answers its URL.
  ///
  /// @param name ends with `.fifo` for a FIFO queue
  public static String queue(SqsClient sqs, String name) {
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    if (name.endsWith(".fifo")) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
      attributes.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true");
    }
    return sqs.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
  }

  /// Messages in a queue, hidden ones too.
  public static int messages(SqsClient sqs, String queue) {
    return sqs
        .getQueueAttributes(request ->
            request
                .queueUrl(queue)
                .attributeNames(
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
