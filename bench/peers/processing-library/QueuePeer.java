import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.cloudtrail.processinglibrary.AWSCloudTrailProcessingExecutor;
import com.amazonaws.services.cloudtrail.processinglibrary.configuration.ClientConfiguration;
import com.amazonaws.services.cloudtrail.processinglibrary.model.CloudTrailEvent;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// The CloudTrail Processing Library on a queue, until its standard input ends. Events are counted
/// and their ids added up, printed as a JSON line at the end; the same arguments as our own
/// consumer takes: the queue's URL, visibility in seconds, `-` or `process:FOLDER`, which appends
/// each id to a file. Threads and events an emit by `-Dthreads` and `-Demit`.
public final class QueuePeer {
  private static final LongAdder EVENTS = new LongAdder();
  private static final LongAdder ID_SUM = new LongAdder();

  public static void main(String[] args) throws Exception {
    var credentials =
        new AWSStaticCredentialsProvider(
            new BasicAWSCredentials(
                System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY")));
    var configuration = configuration(args, credentials);
    Path ids =
        args[2].startsWith("process:") ? Path.of(args[2].substring(8)).resolve("ids") : null;
    var executor =
        new AWSCloudTrailProcessingExecutor.Builder(
                events -> {
                  if (ids == null) {
                    events.forEach(QueuePeer::add);
                  } else {
                    append(ids, events);
                  }
                },
                configuration)
            .withS3Client(
                AmazonS3ClientBuilder.standard()
                    .withCredentials(credentials)
                    .withEndpointConfiguration(endpoint("AWS_ENDPOINT_URL_S3"))
                    .withPathStyleAccessEnabled(true)
                    .build())
            .withSQSClient(
                AmazonSQSClientBuilder.standard()
                    .withCredentials(credentials)
                    .withEndpointConfiguration(endpoint("AWS_ENDPOINT_URL_SQS"))
                    .build())
            .build();
    executor.start();
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    executor.stop();
    System.out.printf("{\"rows\":%d,\"id_sum\":%d}%n", EVENTS.sum(), ID_SUM.sum());
    System.exit(0);
  }

  private static ClientConfiguration configuration(
      String[] args, AWSStaticCredentialsProvider credentials) {
    var configuration = new ClientConfiguration(args[0], credentials);
    configuration.setVisibilityTimeout(Integer.parseInt(args[1]));
    configuration.setThreadCount(Integer.getInteger("threads", 1));
    configuration.setMaxEventsPerEmit(Integer.getInteger("emit", 1));
    configuration.setSqsRegion("us-east-1");
    configuration.setS3Region("us-east-1");
    return configuration;
  }

  private static EndpointConfiguration endpoint(String variable) {
    return new EndpointConfiguration(System.getenv(variable), "us-east-1");
  }

  private static void add(CloudTrailEvent event) {
    EVENTS.increment();
    ID_SUM.add(event.getEventData().getEventId().getMostSignificantBits() >>> 32);
  }

  private static void append(Path file, List<CloudTrailEvent> events) {
    StringBuilder lines = new StringBuilder();
    events.forEach(event -> lines.append(event.getEventData().getEventId()).append('\n'));
    try {
      Files.write(
          file,
          lines.toString().getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
