package io.trailhouse.testkit;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// What a trail puts into its bucket: keys and contents of log files with small records.
public final class TrailObjects {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

  private TrailObjects() {}

  /// The key of a log file.
  ///
  /// @param above what stands before the account: `AWSLogs/` or `AWSLogs/o-exampleorgid/`
  public static String key(String above, String account, String region, Instant at, Random dice) {
    StringBuilder unique = new StringBuilder();
    for (int letter = 0; letter < 16; letter++) {
      unique.append((char) ('A' + dice.nextInt(26)));
    }
    return "%s%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%s.json.gz"
        .formatted(
            above, account, region, DAY.format(at), account, region, MINUTE.format(at), unique);
  }

  /// The event ids of a log file, as often as they stand there.
  public static List<String> idsIn(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      new EventReader()
          .read(
              in,
              events -> {
                for (int row = 0; row < events.rows(); row++) {
                  ids.add(String.valueOf(events.view(row).text(EventField.EVENT_ID)));
                }
              });
    }
    return ids;
  }

  /// Event ids by a seed.
  public static List<String> ids(int count, Random dice) {
    return dice.longs(2L * count)
        .boxed()
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(),
                longs ->
                    java.util.stream.IntStream.range(0, count)
                        .mapToObj(
                            number -> new UUID(longs.get(2 * number), longs.get(2 * number + 1)))
                        .map(UUID::toString)
                        .toList()));
  }

  /// One event record.
  public static String record(String id, String account, String region, Instant at) {
    return """
    {"eventVersion":"1.11","userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"},\
    "eventTime":"%s","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"%s",\
    "sourceIPAddress":"ec2.amazonaws.com","userAgent":"ec2.amazonaws.com",\
    "requestParameters":{"roleArn":"arn:aws:iam::%s:role/app"},"responseElements":null,\
    "requestID":"%s","eventID":"%s","readOnly":true,"eventType":"AwsApiCall",\
    "managementEvent":true,"recipientAccountId":"%s","eventCategory":"Management"}\
    """
        .formatted(
            at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
            region,
            account,
            id,
            id,
            account);
  }

  /// The content of a log file with records of these ids, within five minutes.
  public static byte[] file(List<String> ids, String account, String region, Instant at) {
    StringBuilder json = new StringBuilder("{\"Records\":[");
    for (int number = 0; number < ids.size(); number++) {
      json.append(number == 0 ? "" : ",")
          .append(
              record(
                  ids.get(number),
                  account,
                  region,
                  at.plusSeconds(Math.floorMod(ids.get(number).hashCode(), 300))));
    }
    return gzip(json.append("]}").toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Packs bytes as CloudTrail does.
  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
