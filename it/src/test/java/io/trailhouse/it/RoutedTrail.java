package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.PostReceiver;
import io.trailhouse.testkit.TrailObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import software.amazon.awssdk.services.sqs.model.Message;

/// Log files of two accounts, of which routes choose one; a home folder, and what routes tell.
final class RoutedTrail {
  /// The account whose events routes choose.
  static final String CHOSEN = "111122223333";

  private static final String OTHER = "444455556666";
  private static final Instant START = Instant.parse("2026-05-01T08:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  final ServedTrail served;

  /// The ids of all events that are to be sent.
  final TreeSet<String> chosen = new TreeSet<>();

  private final Path folder;
  private final Random dice;
  private int batches;
  private long written;

  RoutedTrail(Path folder, long seed) {
    this.folder = folder;
    this.dice = new Random(seed);
    this.served = new ServedTrail(folder);
  }

  /// How many events all log files hold.
  long events() {
    return written;
  }

  /// Some new log files of both accounts in a folder of their own.
  Path write(int files, int eventsEach) throws IOException {
    Path batch = folder.resolve("in/" + batches++);
    for (int file = 0; file < files; file++) {
      String account = file % 2 == 0 ? CHOSEN : OTHER;
      Instant at = START.plusSeconds(300L * (dice.nextInt(500) + file));
      List<String> ids = TrailObjects.ids(eventsEach, dice);
      Path target = batch.resolve(TrailObjects.key("AWSLogs/", account, "us-east-1", at, dice));
      Files.createDirectories(target.getParent());
      Files.write(target, TrailObjects.file(ids, account, "us-east-1", at));
      written += eventsEach;
      if (account.equals(CHOSEN)) {
        chosen.addAll(ids);
      }
    }
    return batch;
  }

  Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(served.environment(served.doubles.s3Endpoint()));
    environment.put("HOOK_KEY", "a-key-for-tests");
    environment.put("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.commit-rows=1000");
    return environment;
  }

  Program.Running serve() {
    return Program.startTrailhouse(
        folder, environment(), "serve", "--home", served.home.toString());
  }

  Program.Running startImport(Path batch) {
    return Program.startTrailhouse(
        folder, environment(), "import", "--home", served.home.toString(), batch.toString());
  }

  void importAll(Path batch) {
    try (Program.Running running = startImport(batch)) {
      Program.Ended ended = running.end();
      assertThat(ended.exit()).as(ended.err()).isZero();
    }
  }

  /// Runs a command of `routes` on the home folder.
  Program.Ended routes(String... words) {
    try (Program.Running running = startRoutes(words)) {
      return running.end();
    }
  }

  Program.Running startRoutes(String... words) {
    List<String> all = new ArrayList<>(List.of("routes"));
    all.addAll(List.of(words));
    all.addAll(List.of("--home", served.home.toString()));
    return Program.startTrailhouse(folder, environment(), all.toArray(String[]::new));
  }

  /// What the status page says of a route.
  JsonNode route(String url, String name) throws IOException, InterruptedException {
    for (JsonNode route : JSON.readTree(served.ask(url + "/status").body()).get("routes")) {
      if (route.get("name").textValue().equals(name)) {
        return route;
      }
    }
    throw new AssertionError("no route " + name);
  }

  /// Whether every route has read every event and has nothing left to send.
  boolean isSettled(String url) throws IOException, InterruptedException {
    for (JsonNode route : JSON.readTree(served.ask(url + "/status").body()).get("routes")) {
      if (route.get("in").longValue() < written || route.get("waiting").longValue() > 0) {
        return false;
      }
    }
    return true;
  }

  /// The sums that every account keeps to.
  static void assertBalanced(JsonNode route) {
    assertThat(route.get("in").longValue())
        .as(route.toString())
        .isEqualTo(route.get("kept").longValue() + sum(route.get("dropped")));
    assertThat(route.get("kept").longValue())
        .as(route.toString())
        .isEqualTo(
            route.get("delivered").longValue()
                + route.get("waiting").longValue()
                + sum(route.get("failed")));
  }

  private static long sum(JsonNode numbers) {
    long sum = 0;
    for (JsonNode each : numbers) {
      sum += each.longValue();
    }
    return sum;
  }

  /// Event ids of all messages that are in a queue, which are taken out of it.
  List<String> drain(String queue) throws IOException {
    List<String> ids = new ArrayList<>();
    while (AwsDoubles.messages(served.sqs, queue) > 0) {
      List<Message> messages =
          served
              .sqs
              .receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
              .messages();
      for (Message each : messages) {
        ids.add(RoutedObjects.id(JSON.readTree(each.body())));
        served.sqs.deleteMessage(
            request -> request.queueUrl(queue).receiptHandle(each.receiptHandle()));
      }
    }
    return ids;
  }

  /// Event ids of all requests, each of which has a list of records.
  static List<String> ids(List<PostReceiver.Post> posts) throws IOException {
    List<String> ids = new ArrayList<>();
    for (PostReceiver.Post post : posts) {
      JSON.readTree(post.body()).forEach(record -> ids.add(RoutedObjects.id(record)));
    }
    return ids;
  }
}
