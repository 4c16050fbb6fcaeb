package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.SignedTrail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Accounts of an organization, a role in each, and public keys, asked of doubles that check every
/// signature (spec: config.md C10, serve.md S2, integrity.md V2).
class AccountsIT {
  @TempDir private Path folder;

  private static Map<String, String> environment(ServedTrail trail, AccountsDouble aws) {
    Map<String, String> environment = new HashMap<>(trail.environment(trail.doubles.s3Endpoint()));
    for (String service : List.of("STS", "ORGANIZATIONS", "ACCOUNT", "CLOUDTRAIL")) {
      environment.put("AWS_ENDPOINT_URL_" + service, aws.endpoint().toString());
    }
    return environment;
  }

  @Test
  void eachActiveAccountIsReadWithItsRoleAndOneThatRefusesIsSaid() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    List<String> accounts =
        List.of(
            "111122223333:ACTIVE",
            "222233334444:SUSPENDED",
            "333344445555:ACTIVE",
            "444455556666:ACTIVE",
            "012345678901:ACTIVE");
    try (AccountsDouble aws = new AccountsDouble(accounts, "the-id", "{}")) {
      aws.refuse("333344445555");
      trail.config(
          """
          aws: {accounts: organization, role: audit/TrailhouseReader, external-id: the-id}
          sources: {each: {s3: 's3://logs-{account}/', list: 1s}}
          server: {listen: 127.0.0.1:0}
          """);
      try (Program.Running serve =
          Program.startTrailhouse(
              folder, environment(trail, aws), "serve", "--home", trail.home.toString())) {
        String url = ServedTrail.url(serve);
        Await.until(() -> aws.roles().size() == 3);
        Await.until(() -> trail.ask(url + "/status").body().contains("\"333344445555\" : "));
        assertThat(aws.roles())
            .containsExactly(
                "arn:aws:iam::012345678901:role/audit/TrailhouseReader",
                "arn:aws:iam::111122223333:role/audit/TrailhouseReader",
                "arn:aws:iam::444455556666:role/audit/TrailhouseReader");
        assertThat(trail.ask(url + "/health").body()).contains("account 333344445555");
        assertThat(aws.asked()).filteredOn(line -> line.startsWith("ListAccounts")).hasSize(3);
        assertThat(aws.asked()).noneMatch(line -> line.contains("222233334444"));
        serve.interrupt();
        assertThat(serve.end().err()).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void theKeysOfABucketsDigestsAreAskedOfCloudTrailInTheirRegion() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    SignedTrail signed = new SignedTrail();
    for (int hour = 0; hour < 3; hour++) {
      signed.hour(Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofHours(hour)), 1);
    }
    String bucket = SignedTrail.BUCKET;
    if (trail.s3.listBuckets().buckets().stream().noneMatch(each -> each.name().equals(bucket))) {
      trail.s3.createBucket(request -> request.bucket(bucket));
    }
    signed.objects.forEach((key, content) ->
        trail.s3.putObject(
            request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .metadata(signed.metadata.getOrDefault(key, Map.of())),
            software.amazon.awssdk.core.sync.RequestBody.fromBytes(content)));
    try (AccountsDouble aws = new AccountsDouble(List.of(), "", signed.keysJson());
        Program.Running verify =
            Program.startTrailhouse(
                folder,
                environment(trail, aws),
                "verify",
                "s3://" + bucket + "/AWSLogs",
                "--end",
                "2026-05-01T03:30:00Z")) {
      Program.Ended ended = verify.end();
      assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
      assertThat(ended.out())
          .contains("3 of 3 digest files proven, 3 of 3 listed log files unchanged, 0 wrong");
      assertThat(aws.asked()).containsExactly("ListPublicKeys us-east-2");
    }
  }
}
