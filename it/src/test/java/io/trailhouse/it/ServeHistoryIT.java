package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.PastEvents;
import io.trailhouse.testkit.SignedTrail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses B13 and B14 of docs/spec/backfill.md: `serve` follows Event history, and fetches what is
/// missing.
class ServeHistoryIT {
  private static final int SPEED = 50;
  private static final String REFUSING = "333344445555";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final HistoryDouble history = new HistoryDouble(SPEED);
  private final PastEvents past = new PastEvents(history, 2);

  @TempDir private Path folder;

  private static Map<String, String> environment(ServedTrail trail, AccountsDouble aws) {
    Map<String, String> environment = new HashMap<>(trail.environment(trail.doubles.s3Endpoint()));
    for (String service : List.of("STS", "ORGANIZATIONS", "ACCOUNT", "CLOUDTRAIL")) {
      environment.put("AWS_ENDPOINT_URL_" + service, aws.endpoint().toString());
    }
    environment.put(
        "TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.gaps=2 -Dtrailhouse.history-speed=" + SPEED);
    return environment;
  }

  private static Program.Running serve(ServedTrail trail, AccountsDouble aws) {
    return Program.startTrailhouse(
        trail.folder, environment(trail, aws), "serve", "--home", trail.home.toString());
  }

  @Test
  void whatHappensIsFollowedAndAnAccountThatRefusesIsSaid() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    past.add(AccountsDouble.OWN_ACCOUNT, "us-east-1", 400, now.minus(Duration.ofHours(20)), now);
    past.add("222233334444", "eu-south-2", 70, now.minus(Duration.ofHours(2)), now);
    trail.config(
        """
        aws: {accounts: organization, role: TrailhouseReader, external-id: the-id}
        sources: {past: {lookup-events: {regions: enabled, every: 1s}}}
        commit: {every: 1s}
        server: {listen: 127.0.0.1:0}
        """);
    List<String> accounts =
        List.of("111122223333:ACTIVE", "222233334444:ACTIVE", REFUSING + ":ACTIVE");
    try (AccountsDouble aws = new AccountsDouble(accounts, "the-id", "{}").with(history)) {
      aws.refuse(REFUSING);
      try (Program.Running serve = serve(trail, aws)) {
        String url = ServedTrail.url(serve);
        Await.until(() -> trail.count(url, "past", "events_stored") == 470);
        past.at("222233334444", "us-east-1", Instant.now(), Instant.EPOCH);
        Await.until(() -> trail.count(url, "past", "events_stored") == 471);
        assertThat(trail.count(url, "past", "history_partitions")).isEqualTo(4);
        assertThat(trail.ask(url + "/health").body())
            .contains("1 account refuses, " + REFUSING + ": sts: AccessDenied");
        serve.interrupt();
        assertThat(serve.end().exit()).isEqualTo(130);
      }
    }
    assertThat(Contents.texts(trail.home, "SELECT eventid FROM events ORDER BY 1"))
        .containsExactlyElementsOf(past.ids);
  }

  private static SignedTrail withGaps(Instant start, long hours) {
    SignedTrail signed = new SignedTrail();
    for (int hour = 0; hour < hours; hour++) {
      signed.hour(start.plus(Duration.ofHours(hour)), 1);
    }
    signed.objects.remove(signed.logFiles.get(4));
    signed.digests.subList(9, 12).forEach(signed.objects::remove);
    return signed;
  }

  @Test
  void aGapOfTheTrailIsFilledFromEventHistory() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    Instant start = now.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
    long hours = Duration.between(start, now).toHours();
    withGaps(start, hours).objects.forEach(trail::put);
    past.add(
        AccountsDouble.OWN_ACCOUNT,
        SignedTrail.REGION,
        300,
        start,
        start.plus(Duration.ofHours(hours)));
    trail.config(
        """
        sources: {trail: {s3: 's3://%s/', list: 1s}}
        heal: {within: 2d, budget: 2 calls/s}
        commit: {every: 1s}
        server: {listen: 127.0.0.1:0}
        """
            .formatted(trail.bucket));
    try (AccountsDouble aws = new AccountsDouble(List.of(), "the-id", "{}").with(history);
        Program.Running serve = serve(trail, aws)) {
      ServedTrail.url(serve);
      Await.until(() -> serve.said().contains("missing events came from Event history"));
      Await.until(() -> serve.said().contains("no longer missing"));
      assertThat(serve.said())
          .contains("missing: 111122223333 us-east-2")
          .contains("fetching what is missing in 1 partition from Event history");
      serve.interrupt();
      assertThat(serve.end().exit()).isEqualTo(130);
    }
    Program.Ended coverage = coverage(trail, start, start.plus(Duration.ofHours(hours - 3)));
    assertThat(coverage.out()).contains("fetched from Event history");
    assertThat(coverage.exit()).as(coverage.out()).isZero();
  }

  private Program.Ended coverage(ServedTrail trail, Instant from, Instant to) {
    return Program.trailhouse(
        folder,
        "coverage",
        "--home",
        trail.home.toString(),
        "--from",
        from.toString(),
        "--to",
        to.toString(),
        "--fail-on-gap");
  }
}
