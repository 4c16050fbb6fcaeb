package io.trailhouse.bench;

import io.trailhouse.source.LogFileName;
import io.trailhouse.testkit.AwsDoubles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// A bucket with the log files of a data set, and queues that announce them, for consumers that are
/// measured in processes of their own.
///
/// Argument: the folder of a data set. Prints `S3-URL SQS-URL BUCKET FILES` when all are uploaded.
/// Then it obeys lines of its standard input: `announce N` makes a queue that names each file N
/// times, in an order that is always the same, and answers its URL; `left URL` answers how many
/// messages a queue still has. It ends with its input.
public final class QueueStand {
  private static final String BUCKET = "bench";
  private static final int BATCH = 10;
  private static final int NEIGHBOURS = 500;

  private final SqsClient sqs;
  private final List<String> keys;

  private QueueStand(SqsClient sqs, List<String> keys) {
    this.sqs = sqs;
    this.keys = keys;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    AwsDoubles doubles = AwsDoubles.running();
    try (SqsClient sqs = doubles.sqs();
        S3Client s3 = doubles.s3()) {
      QueueStand stand = new QueueStand(sqs, upload(s3, folder));
      System.out.printf(
          "%s %s %s %d%n", doubles.s3Endpoint(), doubles.sqsEndpoint(), BUCKET, stand.keys.size());
      stand.obey();
    }
  }

  private static List<String> upload(S3Client s3, Path folder) throws IOException {
    s3.createBucket(request -> request.bucket(BUCKET));
    List<String> keys = new ArrayList<>();
    for (Path file : LogFiles.below(folder.resolve("AWSLogs"))) {
      String key = folder.relativize(file).toString();
      s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromFile(file));
      keys.add(key);
    }
    keys.sort(
        Comparator.comparing((String key) -> String.valueOf(LogFileName.of(key).deliveredAt())));
    return keys;
  }

  private void obey() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      System.out.println(
          words[0].equals("left") ? left(words[1]) : announce(Integer.parseInt(words[1])));
    }
  }

  /// By the time of delivery, but that neighbours change places, as in a queue that is worked off.
  private List<String> order(int copies) {
    Random dice = new Random(copies);
    List<Placed> placed = new ArrayList<>();
    for (int number = 0; number < keys.size(); number++) {
      for (int copy = 0; copy < copies; copy++) {
        placed.add(new Placed(keys.get(number), number + dice.nextInt(NEIGHBOURS)));
      }
    }
    placed.sort(Comparator.comparingInt(Placed::place));
    return placed.stream().map(Placed::key).toList();
  }

  private record Placed(String key, int place) {}

  private String announce(int copies) {
    String queue = AwsDoubles.queue(sqs, "bench-" + UUID.randomUUID());
    List<String> order = order(copies);
    for (int from = 0; from < order.size(); from += BATCH) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (String key : order.subList(from, Math.min(from + BATCH, order.size()))) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id("m" + entries.size())
                .messageBody(notification(key))
                .build());
      }
      sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries));
    }
    return queue;
  }

  /// What CloudTrail sends through SNS.
  private static String notification(String key) {
    return """
    {"Type":"Notification","MessageId":"%s","TopicArn":"arn:aws:sns:us-east-1:111122223333:trail",\
    "Message":"{\\"s3Bucket\\":\\"%s\\",\\"s3ObjectKey\\":[\\"%s\\"]}",\
    "Timestamp":"2026-05-01T08:05:11.000Z","SignatureVersion":"1","Signature":"none",\
    "SigningCertURL":"https://example.com/none.pem"}\
    """
        .formatted(UUID.randomUUID(), BUCKET, key);
  }

  private int left(String queue) {
    return AwsDoubles.messages(sqs, queue);
  }
}
