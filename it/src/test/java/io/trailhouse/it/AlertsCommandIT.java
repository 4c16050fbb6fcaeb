package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.PostReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A21 and A24 of docs/spec/alerts.md in the running program: a message that is refused for good is
/// told everywhere but for the answer's words, and somebody decides.
class AlertsCommandIT {
  private static final String SECRETS = "t0ken /T0/p4th?sig=qu3ry p4th%2F the-key";
  private static final String[] PARTS = {"t0ken", "p4th", "qu3ry", "the-key"};
  private static final String RULE =
      """
      title: A user was made
      id: 11111111-2222-4333-8444-555555555555
      level: high
      logsource: {product: aws, service: cloudtrail}
      detection: {one: {eventName: CreateUser}, condition: one}
      """;

  @TempDir private Path folder;

  private Program.Ended run(String... words) {
    String[] all =
        Stream.concat(Stream.of(words), Stream.of("--home", "home")).toArray(String[]::new);
    return Program.trailhouse(folder, all);
  }

  private void happen(int number) throws Exception {
    Path file = folder.resolve(number + ".json");
    String event =
        """
        {"Records":[{"eventVersion":"1.09","eventID":"00000000-0000-4000-8000-00000000000%d",\
        "eventTime":"2026-01-02T03:04:0%dZ","eventSource":"iam.amazonaws.com",\
        "eventName":"CreateUser","awsRegion":"us-east-1","recipientAccountId":"11112222333%d",\
        "eventType":"AwsApiCall","eventCategory":"Management","userIdentity":{"type":"IAMUser",\
        "arn":"arn:aws:iam::111122223333:user/a%d","userName":"a%d"}}]}
        """
            .formatted(number, number, number, number, number);
    Files.writeString(file, event);
    assertThat(run("import", file.toString()).exit()).isZero();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void config(PostReceiver receiver) throws Exception {
    Files.writeString(folder.resolve("rule.yml"), RULE);
    Files.writeString(
        folder.resolve("trailhouse.yaml"),
        """
        rules: [rule.yml]
        alerts:
          hook:
            webhook: '%s'
            headers: {Authorization: Bearer t0ken}
            key: the-key
            group: 1s
        server: {listen: 127.0.0.1:0}
        """
            .formatted(receiver.url("/T0/p4th?sig=qu3ry")));
  }

  @Test
  void aRefusedMessageIsAProblemUntilItIsSentAgainOrDropped() throws Exception {
    try (PostReceiver receiver = new PostReceiver()) {
      config(receiver);
      receiver.answer(400, Map.of(), SECRETS);
      receiver.answer(422, Map.of(), SECRETS);
      try (Program.Running serve =
          Program.startTrailhouse(folder, Map.of(), "serve", "--home", "home")) {
        String url = ServedTrail.url(serve);
        assertThat(get(url + "/health").statusCode()).isEqualTo(200);
        happen(1);
        Await.until(() -> get(url + "/health").body().contains("1 message given up"));
        happen(2);
        Await.until(() -> get(url + "/health").body().contains("2 messages given up"));
        everywhere(url);
        decide(receiver, url);
        Await.until(() -> serve.said().contains("alert hook, messages: over after"));
        serve.interrupt();
        Program.Ended ended = serve.end();
        String log = ended.err() + ended.out();
        assertThat(log)
            .containsPattern("WARN.*alert hook, messages: 1 message given up.*HTTP 400")
            .contains("alert hook, messages: over after")
            .doesNotContain(PARTS);
      }
      try (Stream<Path> files = Files.walk(folder.resolve("home/alerts"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file)).doesNotContain(PARTS);
        }
      }
    }
  }

  private void everywhere(String url) throws Exception {
    HttpResponse<String> health = get(url + "/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("HTTP 422", "trailhouse alerts list");
    assertThat(get(url + "/metrics").body())
        .containsPattern("trailhouse_alert_messages\\{alert=\"hook\",state=\"failed\"} 2")
        .containsPattern("trailhouse_alert_findings_total\\{alert=\"hook\",outcome=\"opened\"} 2")
        .contains("trailhouse_alert_up{alert=\"hook\"} 1");
    Program.Ended status = run("status");
    assertThat(status.exit()).isEqualTo(1);
    assertThat(status.out())
        .contains(
            "alert hook: 0 sent, 0 waiting, 2 failed", "1 problem", "trailhouse alerts retry");
    assertThat(run("alerts", "list").out())
        .contains("[HIGH] A user was made", "HTTP 400", "HTTP 422", "2 messages.");
    for (String said :
        new String[] {
          health.body(), get(url + "/status").body(), status.out(), run("alerts", "list").out()
        }) {
      assertThat(said).contains("webhook 127.0.0.1: HTTP 4").doesNotContain(PARTS);
    }
  }

  private void decide(PostReceiver receiver, String url) throws Exception {
    String list = run("alerts", "list", "--json").out();
    Matcher first = Pattern.compile("\"id\":\"([0-9a-f]{32})\"").matcher(list);
    assertThat(first.find()).isTrue();
    String id = first.group(1);
    assertThat(run("alerts", "retry").exit()).isEqualTo(2);
    assertThat(run("alerts", "drop", "nosuch").err()).contains("nothing was decided");
    Program.Ended retried = run("alerts", "retry", id.substring(0, 12));
    assertThat(retried.err()).isEmpty();
    assertThat(retried.out()).startsWith("1 message to be sent again");
    Await.until(() -> get(url + "/health").body().contains("1 message given up"));
    Await.until(() -> run("alerts", "list", "--all", "--json").out().contains("\"sent\""));
    assertThat(receiver.posts())
        .filteredOn(post -> post.headers().get("trailhouse-delivery").equals(id))
        .hasSize(2);
    assertThat(run("alerts", "drop", "--alert", "hook").exit()).isZero();
    Await.until(() -> get(url + "/health").statusCode() == 200);
    assertThat(run("alerts", "list").out())
        .isEqualTo("Every message reached somebody, or waits.\n");
    assertThat(run("alerts", "list", "--all", "--json").out())
        .contains("\"state\":\"dropped\"", "\"state\":\"sent\"");
    assertThat(receiver.posts()).hasSize(3);
  }
}
