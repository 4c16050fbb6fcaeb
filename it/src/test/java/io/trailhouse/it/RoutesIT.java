package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.PostReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/spec/routes.md, by the real program: `serve` sends while other processes import.
class RoutesIT {
  private static final int KILLS = Math.max(6, Integer.getInteger("crash.kills", 3));
  private static final long SEED = Long.getLong("crash.seed", 20_260_504L);

  @TempDir private Path folder;

  private RoutedObjects written(String name) {
    return RoutedObjects.in(folder.resolve("out/" + name));
  }

  private RoutedObjects written(RoutedTrail trail, String prefix) {
    return RoutedObjects.in(trail.served.s3, trail.served.bucket, prefix);
  }

  private static String everyDestination(RoutedTrail trail, String queue, String hook) {
    return """
    routes:
      plain: {account: '111122223333', to: {folder: './out/plain/!{timestamp:yyyy/MM/dd}/', gzip: false, buffer: {size: 64kB, age: 1s}}}
      trail: {account: '111122223333', to: {folder: ./out/trail/, format: trail}, buffer: {age: 1s}}
      parquet: {account: '111122223333', to: {folder: ./out/parquet/, format: parquet}, buffer: {age: 1s}}
      ocsf: {account: '111122223333', to: {folder: './out/ocsf/!{region}/', format: ocsf}, buffer: {age: 1s}}
      bucket: {account: '111122223333', to: {s3: 's3://%s/!{account}/!{timestamp:yyyy}/'}, buffer: {age: 1s}}
      queue: {account: '111122223333', to: {sqs: '%s'}}
      hook: {account: '111122223333', to: {webhook: '%s', key: '${env:HOOK_KEY}'}}
      nobody: {account: '000000000000', to: {folder: ./out/nobody/}}
    server: {listen: 127.0.0.1:0}
    """
        .formatted(trail.served.bucket, queue, hook);
  }

  /// T10, T15, T20 to T24, T30.
  @Test
  void everyChosenEventIsInEachPlaceOnceWhileAnotherProcessImports() throws Exception {
    RoutedTrail trail = new RoutedTrail(folder, 1);
    String queue = AwsDoubles.queue(trail.served.sqs, "out-" + UUID.randomUUID());
    try (PostReceiver receiver = new PostReceiver()) {
      trail.served.config(everyDestination(trail, queue, receiver.url("/hook")));
      try (Program.Running serve = trail.serve()) {
        String url = ServedTrail.url(serve);
        Path first = trail.write(8, 250);
        Path second = trail.write(4, 250);
        try (Program.Running one = trail.startImport(first);
            Program.Running two = trail.startImport(second)) {
          assertThat(one.end().exit()).as(one.said()).isZero();
          assertThat(two.end().exit()).as(two.said()).isZero();
        }
        Await.until(() -> trail.isSettled(url));
        for (String name :
            List.of("plain", "trail", "parquet", "ocsf", "bucket", "queue", "hook")) {
          JsonNode route = trail.route(url, name);
          RoutedTrail.assertBalanced(route);
          assertThat(route.get("in").longValue()).isEqualTo(3000);
          assertThat(route.get("delivered").longValue()).as(name).isEqualTo(1500);
        }
        assertMetrics(trail.served.ask(url + "/metrics").body());
      }
      assertObjects(trail);
      assertThat(trail.drain(queue)).containsExactlyInAnyOrderElementsOf(trail.chosen);
      assertThat(RoutedTrail.ids(receiver.posts()))
          .containsExactlyInAnyOrderElementsOf(trail.chosen);
      assertThat(receiver.posts())
          .allSatisfy(post ->
              assertThat(post.headers().get("trailhouse-signature"))
                  .matches("t=\\d+,v1=[0-9a-f]+"));
    }
  }

  private void assertObjects(RoutedTrail trail) {
    for (String name : List.of("plain", "trail", "parquet", "ocsf")) {
      assertThat(written(name).ids()).as(name).containsExactlyInAnyOrderElementsOf(trail.chosen);
    }
    assertThat(written("nobody").contents()).isEmpty();
    assertThat(written("plain").contents().keySet()).allMatch(key -> key.startsWith("2026/05/0"));
    assertThat(written("ocsf").contents().keySet()).allMatch(key -> key.startsWith("us-east-1/"));
    RoutedObjects bucket = written(trail, "111122223333/2026/");
    assertThat(bucket.ids()).containsExactlyInAnyOrderElementsOf(trail.chosen);
  }

  private static void assertMetrics(String metrics) {
    for (String name : List.of("plain", "bucket", "queue", "hook")) {
      assertThat(metric(metrics, name, "in")).isEqualTo(3000);
      assertThat(metric(metrics, name, "kept") + metric(metrics, name, "dropped")).isEqualTo(3000);
      assertThat(metric(metrics, name, "delivered")).isEqualTo(1500);
    }
    assertThat(metrics)
        .contains("trailhouse_route_events_waiting{route=\"plain\"} 0.0")
        .contains("trailhouse_route_up{route=\"plain\"} 1.0");
  }

  private static long metric(String metrics, String route, String outcome) {
    Matcher line =
        Pattern.compile("(?m)^trailhouse_route_events_total\\{([^}]*)\\} ([0-9.E]+)$")
            .matcher(metrics);
    double sum = 0;
    while (line.find()) {
      if (line.group(1).contains("route=\"" + route + '"')
          && line.group(1).contains("outcome=\"" + outcome + '"')) {
        sum += Double.parseDouble(line.group(2));
      }
    }
    return Math.round(sum);
  }

  /// T11, T15, T16, T24: whatever moment `serve` is killed at.
  @Test
  void killedAgainAndAgainNothingIsLostAndNoObjectHoldsAnEventTwice() throws Exception {
    RoutedTrail trail = new RoutedTrail(folder, SEED);
    String queue = AwsDoubles.queue(trail.served.sqs, "out-" + UUID.randomUUID());
    trail.served.config(objectsAndMessages(trail, queue));
    try (Program.Running serve = trail.serve()) {
      ServedTrail.url(serve); // from here on the routes know where they began
    }
    Random random = new Random(SEED);
    List<String> messages = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      killServe(trail, random);
      messages.addAll(trail.drain(queue));
    }
    try (Program.Running serve = trail.serve()) {
      String url = ServedTrail.url(serve);
      Await.until(() -> trail.isSettled(url));
      serve.interrupt();
      assertThat(serve.end().out()).contains("Stopped.");
    }
    messages.addAll(trail.drain(queue));
    System.out.printf(
        Locale.ROOT,
        "%d kills (seed %d): %d events chosen, %d messages%n",
        KILLS,
        SEED,
        trail.chosen.size(),
        messages.size());
    assertThat(written("plain").ids()).containsExactlyInAnyOrderElementsOf(trail.chosen);
    assertThat(written("parquet").ids()).containsExactlyInAnyOrderElementsOf(trail.chosen);
    assertThat(written(trail, "").ids()).containsExactlyInAnyOrderElementsOf(trail.chosen);
    assertThat(new HashSet<>(messages)).isEqualTo(new HashSet<>(trail.chosen));
    Program.Ended check = trail.routes("check");
    assertThat(check.exit()).as(check.err()).isZero();
    for (String name : List.of("plain", "parquet", "bucket", "queue")) {
      assertThat(check.out()).contains(account(trail, name));
    }
  }

  private static String objectsAndMessages(RoutedTrail trail, String queue) {
    return """
    routes:
      plain: {account: '111122223333', to: {folder: './out/plain/!{timestamp:HH}/'}, buffer: {age: 1s}}
      parquet: {account: '111122223333', to: {folder: ./out/parquet/, format: parquet}, buffer: {size: 100kB, age: 2s}}
      bucket: {account: '111122223333', to: {s3: 's3://%s/!{timestamp:HH}/'}, buffer: {age: 1s}}
      queue: {account: '111122223333', to: {sqs: '%s'}}
    server: {listen: 127.0.0.1:0}
    """
        .formatted(trail.served.bucket, queue);
  }

  /// Kills `serve` at some moment while another process imports: mostly when it runs, sometimes on
  /// its way there.
  private static void killServe(RoutedTrail trail, Random random) throws Exception {
    try (Program.Running importing = trail.startImport(trail.write(6, 120));
        Program.Running serve = trail.serve()) {
      if (random.nextInt(4) > 0) {
        ServedTrail.url(serve);
      }
      Thread.sleep(random.nextInt(2500));
      serve.kill();
      assertThat(importing.end().exit()).as(importing.said()).isZero();
    }
  }

  /// What `routes check` says of a route that has sent all there is.
  private static String account(RoutedTrail trail, String name) {
    int kept = trail.chosen.size();
    return String.format(
        Locale.ROOT,
        "%s: %,d in = %,d kept + %,d dropped; %,d kept = %,d delivered + 0 waiting + 0 failed",
        name,
        trail.events(),
        kept,
        trail.events() - kept,
        kept,
        kept);
  }

  /// T14, T17: one destination that is down.
  @Test
  void aWebhookThatIsDownHoldsNothingElseUpAndCatchesUp() throws Exception {
    RoutedTrail trail = new RoutedTrail(folder, 3);
    try (PostReceiver receiver = new PostReceiver()) {
      trail.served.config(hookAndFolder(receiver));
      for (int answer = 0; answer < 4; answer++) {
        receiver.answer(503, java.util.Map.of(), "");
      }
      try (Program.Running serve = trail.serve()) {
        String url = ServedTrail.url(serve);
        trail.importAll(trail.write(4, 120));
        Await.until(() -> trail.served.ask(url + "/health").body().contains("route hook: "));
        Await.until(() -> trail.route(url, "plain").get("delivered").longValue() == 240);
        JsonNode down = trail.route(url, "hook");
        assertThat(down.get("problem").textValue()).contains("HTTP 503");
        assertThat(down.get("waiting").longValue()).isPositive();
        RoutedTrail.assertBalanced(down);
        assertThat(trail.served.ask(url + "/health").statusCode()).isEqualTo(503);
        assertThat(trail.served.ask(url + "/metrics").body())
            .contains("trailhouse_route_up{route=\"hook\"} 0.0");

        Await.until(() -> trail.isSettled(url));
        assertThat(trail.route(url, "hook").get("delivered").longValue()).isEqualTo(240);
        assertThat(trail.served.ask(url + "/health").statusCode()).isEqualTo(200);
        Await.until(() -> serve.said().contains("route hook: over after"));
      }
      List<PostReceiver.Post> posts = receiver.posts();
      assertThat(posts.subList(0, 5))
          .extracting(post -> post.headers().get("trailhouse-delivery"))
          .containsOnly(posts.get(0).headers().get("trailhouse-delivery"));
      assertThat(RoutedTrail.ids(posts.subList(4, posts.size())))
          .containsExactlyInAnyOrderElementsOf(trail.chosen);
    }
    assertThat(folder.resolve("home/routes/hook.json")).exists();
  }

  private static String hookAndFolder(PostReceiver receiver) {
    return """
    routes:
      hook: {account: '111122223333', to: {webhook: '%s'}}
      plain: {account: '111122223333', to: {folder: ./out/plain/}, buffer: {age: 1s}}
    server: {listen: 127.0.0.1:0}
    """
        .formatted(receiver.url("/hook"));
  }
}
