package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.TrailObjects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses S1 to S7 of docs/spec/serve.md: the real program between a queue, a bucket and a table.
class ServeIT {
  private static final String ACCOUNT = "111122223333";
  private static final Instant AT = Instant.parse("2026-05-01T08:05:00Z");

  @TempDir private Path folder;

  private final Random dice = new Random(3);

  private String put(ServedTrail trail, int events) {
    String key = TrailObjects.key("AWSLogs/", ACCOUNT, "us-east-1", AT, dice);
    trail.put(key, TrailObjects.file(TrailObjects.ids(events, dice), ACCOUNT, "us-east-1", AT));
    return key;
  }

  private ServedTrail twoSources() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    trail.config(
        """
        sources:
          org-trail: {s3: 's3://%s/AWSLogs/', queue: '%s', list: never}
          gone: {s3: 's3://no-such-%s/', list: 1s}
        commit: {every: 1s}
        server: {listen: 127.0.0.1:0}
        """
            .formatted(trail.bucket, trail.queue, trail.bucket));
    return trail;
  }

  @Test
  void serveCollectsWhatIsAnnouncedAndSaysWhatItHas() throws Exception {
    ServedTrail trail = twoSources();
    String twice = put(trail, 40);
    trail.announce(twice);
    trail.announce(twice);
    String bad = TrailObjects.key("AWSLogs/", ACCOUNT, "us-east-1", AT, dice);
    trail.put(bad, ServedTrail.damaged());
    trail.announce(bad);
    try (Program.Running serve = trail.serve(trail.doubles.s3Endpoint())) {
      String url = ServedTrail.url(serve);
      Await.until(() -> trail.messages() == 0);
      assertThat(trail.count(url, "org-trail", "events_stored")).isEqualTo(40);
      assertThat(trail.count(url, "org-trail", "files_quarantined")).isEqualTo(1);
      assertThat(trail.count(url, "org-trail", "files_found"))
          .isEqualTo(
              trail.count(url, "org-trail", "files_done")
                  + trail.count(url, "org-trail", "files_known"));
      Await.until(() -> trail.ask(url + "/health").statusCode() == 503);
      assertThat(trail.ask(url + "/health").body()).contains("gone: ").contains("NoSuchBucket");
      assertThat(trail.ask(url + "/metrics").body())
          .contains("trailhouse_events_stored_total{source=\"org-trail\"} 40.0")
          .contains("trailhouse_source_up{source=\"gone\"} 0.0")
          .doesNotContainPattern("(?m)^# HELP \\S+ *$"); // each says what it is
      assertThat(trail.ask(url + "/").headers().firstValue("Content-Type"))
          .hasValue("text/html; charset=utf-8");
      assertThat(trail.ask(url + "/nothing").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void endedBySignalItCommitsWhatItReadsAndGivesTheRestBack() throws Exception {
    ServedTrail trail = twoSources();
    trail.announce(put(trail, 40));
    try (Program.Running serve = trail.serve(trail.doubles.s3Endpoint())) {
      String url = ServedTrail.url(serve);
      Await.until(() -> trail.messages() == 0);
      trail.announce(put(trail, 60));
      Await.until(
          () -> trail.count(url, "org-trail", "files_waiting") > 0 || trail.messages() == 0);
      serve.interrupt();
      Program.Ended ended = serve.end();
      assertThat(ended.exit()).isEqualTo(130);
      assertThat(ended.out()).contains("Stopped.");
      assertThat(ended.err()).doesNotContain("\tat ");
    }
    int left = trail.messages();
    assertThat(left).isBetween(0, 1);
    assertThat(
            Contents.number(
                trail.home, "SELECT count(*) FROM events WHERE th_source = 'org-trail'"))
        .isEqualTo(100 - 60L * left);
  }

  /// Clause Q7 of docs/spec/collect.md.
  @Test
  void theSameEventFromABusAndFromATrailsFileIsOneRow() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    String bus = AwsDoubles.queue(trail.sqs, "bus-" + UUID.randomUUID());
    trail.config(
        """
        sources:
          org-trail: {s3: 's3://%s/AWSLogs/', queue: '%s', list: never}
          bus: {eventbridge: '%s'}
        commit: {every: 1s}
        server: {listen: 127.0.0.1:0}
        """
            .formatted(trail.bucket, trail.queue, bus));
    List<String> ids = TrailObjects.ids(12, dice);
    try (Program.Running serve = trail.serve(trail.doubles.s3Endpoint())) {
      String url = ServedTrail.url(serve);
      ids.subList(0, 8).forEach(id -> trail.send(bus, ACCOUNT, id, AT));
      Await.until(() -> trail.count(url, "bus", "events_stored") == 8);
      String key = TrailObjects.key("AWSLogs/", ACCOUNT, "us-east-1", AT, dice);
      trail.put(key, TrailObjects.file(ids, ACCOUNT, "us-east-1", AT));
      trail.announce(key);
      Await.until(() -> trail.count(url, "org-trail", "events_stored") == 4);
      ids.subList(8, 12).forEach(id -> trail.send(bus, ACCOUNT, id, AT));
      Await.until(() -> trail.count(url, "bus", "events_duplicate") == 4);
      assertThat(trail.count(url, "org-trail", "events_duplicate")).isEqualTo(8);
      assertThat(trail.count(url, "bus", "events_stored")).isEqualTo(8);
    }
    assertThat(ids(trail.home)).containsExactlyInAnyOrderElementsOf(ids);
  }

  /// Page P1: there is something to look at in any home.
  @Test
  void withoutSourcesItServesThePage() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    trail.config("server: {listen: 127.0.0.1:0}\n");
    try (Program.Running serve = trail.serve(trail.doubles.s3Endpoint())) {
      String url = ServedTrail.url(serve);
      assertThat(serve.printed()).contains("Page: " + url + "/open?token=");
      assertThat(trail.ask(url + "/health").statusCode()).isEqualTo(200);
      assertThat(trail.ask(url + "/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAtOnce() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    trail.config(
        """
        sources: {t: {s3: 's3://%s/'}}
        server: {listen: 127.0.0.1:%d}
        """
            .formatted(trail.bucket, trail.doubles.sqsEndpoint().getPort()));
    try (Program.Running serve = trail.serve(trail.doubles.s3Endpoint())) {
      Program.Ended ended = serve.end();
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err()).contains("cannot listen there").contains("server: {listen:");
    }
  }

  static List<String> ids(Path home) {
    return Contents.texts(home, "SELECT eventid FROM events");
  }
}
