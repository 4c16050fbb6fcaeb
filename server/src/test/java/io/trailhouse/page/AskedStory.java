package io.trailhouse.page;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Platform;
import io.trailhouse.source.FolderSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The story of [AskedPage]'s home: log files of two accounts, and a finding about them.
final class AskedStory {
  private final Platform platform;

  AskedStory(Platform platform) {
    this.platform = platform;
  }

  void fill(Path trail) throws Exception {
    write(
        trail,
        "111122223333",
        record(0, "sts", "AssumeRole", alice(), assumed("444455556666", "a1")));
    write(
        trail,
        "444455556666",
        record(
            1,
            "sts",
            "AssumeRole",
            "{\"type\":\"AWSAccount\",\"principalId\":\"AIDAALICE\",\"accountId\":\"111122223333\"}",
            assumed("444455556666", "a1")),
        record(2, "s3", "GetObject", session(), bucket("false", "true")),
        record(
            3,
            "s3",
            "PutObject",
            session(),
            bucket("false", "false").replace("}]", "}],\"errorCode\":\"AccessDenied\"")),
        record(
            4,
            "ec2",
            "RunInstances",
            "{\"type\":\"AWSService\",\"invokedBy\":\"autoscaling.amazonaws.com\"}",
            "\"readOnly\":false,\"userAgent\":"
                + AskedPage.JSON.writeValueAsString(AskedPage.HOSTILE)));
    FolderSource source = new FolderSource(List.of(trail), platform.scratch());
    platform.pipeline(source, "test", new IngestMetrics()).run(1);
    find();
  }

  private void find() {
    FindingTable.open(platform.lake())
        .append(
            List.of(
                new Finding(
                    "ab".repeat(16),
                    "rule-a",
                    "v1",
                    "A bucket was read <b>",
                    Level.HIGH,
                    Instant.parse("2026-05-02T02:00:00Z"),
                    "444455556666",
                    "eu-west-1",
                    AskedPage.SESSION,
                    List.of(
                        new FoundEvent(
                            AskedPage.id(2),
                            Instant.parse("2026-05-02T02:00:00Z"),
                            "GetObject",
                            "{\"n\": 1.50, \"s\": \"a,]\"}"),
                        new FoundEvent(
                            AskedPage.id(3),
                            Instant.parse("2026-05-02T03:00:00Z"),
                            "PutObject",
                            "{\"n\":2}")))),
            finding -> Optional.empty(),
            AskedPage.NOW);
  }

  private static String record(
      int number, String service, String call, String identity, String more) {
    return """
    {"eventID":"%s","eventTime":"2026-05-02T0%d:00:00Z","eventSource":"%s.amazonaws.com",\
    "eventName":"%s","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.%d",\
    "recipientAccountId":"%s","eventCategory":"Management","userIdentity":%s,%s}\
    """
        .formatted(
            AskedPage.id(number),
            number,
            service,
            call,
            number,
            number == 0 ? "111122223333" : "444455556666",
            identity,
            more);
  }

  private static String alice() {
    return "{\"type\":\"IAMUser\",\"arn\":\""
        + AskedPage.ALICE
        + "\",\"userName\":\"alice\",\"accountId\":"
        + "\"111122223333\",\"accessKeyId\":\"AKIAALICE\"}";
  }

  private static String session() {
    return "{\"type\":\"AssumedRole\",\"arn\":\""
        + AskedPage.SESSION
        + "\",\"accountId\":\"444455556666\","
        + "\"principalId\":\"AROAADMIN:alice\",\"accessKeyId\":\"ASIASESSION\"}";
  }

  private static String assumed(String account, String shared) {
    return """
    "sharedEventID":"%s","readOnly":true,\
    "requestParameters":{"roleArn":"arn:aws:iam::%s:role/Admin"},\
    "responseElements":{"credentials":{"accessKeyId":"ASIASESSION"},\
    "assumedRoleUser":{"arn":"%s"}}\
    """
        .formatted(shared, account, AskedPage.SESSION);
  }

  private static String bucket(String truth, String readOnly) {
    return "\"readOnly\":"
        + readOnly
        + ",\"managementEvent\":"
        + truth
        + ",\"resources\":[{\"ARN\":\""
        + AskedPage.BUCKET
        + "\",\"type\":\"AWS::S3::Bucket\",\"accountId\":\"444455556666\"}]";
  }

  private static void write(Path trail, String account, String... records) throws IOException {
    Path day = trail.resolve("AWSLogs/" + account + "/CloudTrail/eu-west-1/2026/05/02");
    Files.createDirectories(day);
    Files.writeString(
        day.resolve(account + "_CloudTrail_eu-west-1_20260502T0505Z_AbCdEfGhIjKlMnOp.json"),
        "{\"Records\":[" + String.join(",", records) + "]}",
        StandardCharsets.UTF_8);
  }
}
