package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.testkit.PostReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a log file to a message: rules and alerts in the running program.
class DetectIT {
  private static final Pattern ID = Pattern.compile("^\\{\"id\":\"([0-9a-f]{32})\"");

  @TempDir private Path folder;

  private void config(PostReceiver receiver, String rules) throws Exception {
    Files.writeString(
        folder.resolve("trailhouse.yaml"),
        """
        rules: %s
        alerts:
          hook: {webhook: '%s', at-least: medium, group: 1s, limit: 1000}
        server: {listen: 127.0.0.1:0}
        """
            .formatted(rules, receiver.url("/hook")));
  }

  private Program.Running serve() throws Exception {
    Program.Running serve = Program.startTrailhouse(folder, Map.of(), "serve", "--home", "home");
    ServedTrail.url(serve);
    return serve;
  }

  private void take(Path file) {
    Program.Ended ended = Program.trailhouse(folder, "import", "--home", "home", file.toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  /// Imports files one commit each.
  private void take(List<Path> files) {
    List<String> words = new ArrayList<>(List.of("import", "--home", "home"));
    files.forEach(file -> words.add(file.toString()));
    Map<String, String> oneByOne = Map.of("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.commit-rows=1");
    try (Program.Running importing =
        Program.startTrailhouse(folder, oneByOne, words.toArray(String[]::new))) {
      Program.Ended ended = importing.end();
      assertThat(ended.exit()).as(ended.err()).isZero();
    }
  }

  /// What the rules find in these files without a table: rule and event.
  private List<String> expected(Path files) {
    Program.Ended ended =
        Program.trailhouse(folder, "rules", "run", "builtin", "--over", files.toString(), "--json");
    List<String> found = new ArrayList<>();
    Matcher rules =
        Pattern.compile("\\{\"rule\":\"([^\"]+)\"[^\\[]*\"events\":\\[([^\\]]*)]")
            .matcher(ended.out());
    while (rules.find()) {
      Matcher events = Pattern.compile("\"eventid\":\"([^\"]+)\"").matcher(rules.group(2));
      while (events.find()) {
        found.add(rules.group(1) + " " + events.group(1));
      }
    }
    return found;
  }

  private List<String> recorded() throws Exception {
    return Contents.texts(
        folder.resolve("home"),
        "SELECT rule_id || ' ' || event_ids[1] FROM findings WHERE event_count = 1 ORDER BY 1");
  }

  private static List<String> ids(PostReceiver receiver) {
    List<String> ids = new ArrayList<>();
    for (PostReceiver.Post post : receiver.posts()) {
      Matcher id = ID.matcher(post.body());
      assertThat(id.find()).as(post.body()).isTrue();
      ids.add(id.group(1));
    }
    return ids;
  }

  @Test
  void aFindingIsInTheTableAndToldWithItsEvent() throws Exception {
    Path attack = SharedData.path("stratus-red-team");
    try (PostReceiver receiver = new PostReceiver()) {
      config(receiver, "[builtin]");
      try (Program.Running serve = serve()) {
        take(attack);
        Await.until(() ->
            receiver.posts().stream()
                .anyMatch(post -> post.body().contains("\"eventName\":\"LeaveOrganization\"")));
        serve.interrupt();
        assertThat(serve.end().exit()).isEqualTo(130);
      }
      assertThat(ids(receiver)).doesNotHaveDuplicates();
    }
    List<String> single = recorded();
    assertThat(single).doesNotHaveDuplicates();
    assertThat(new HashSet<>(expected(attack))).containsAll(single);
    assertThat(single.size()).isGreaterThan(40);
  }

  @Test
  void killedAgainAndAgainNoFindingIsLostOrDoubledAndNoMessageIsNew() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(SharedData.path("stratus-red-team"))) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    Random random = new Random(3);
    try (PostReceiver receiver = new PostReceiver()) {
      config(receiver, "[builtin]");
      int next = 0;
      int kills = 0;
      while (next < files.size()) {
        try (Program.Running serve = serve()) {
          int last = Math.min(files.size(), next + 3);
          take(files.subList(next, last));
          next = last;
          Thread.sleep(random.nextInt(1500)); // any moment will do
          serve.kill();
          kills++;
        }
      }
      try (Program.Running serve = serve()) {
        String position =
            Contents.texts(folder.resolve("home"), "SELECT count(*) FROM events").get(0);
        assertThat(position).isEqualTo("193");
        String url = ServedTrail.url(serve);
        Await.until(() -> ServedTrail.rules(url).whole());
        serve.interrupt();
        serve.end();
      }
      assertOnlyTheMessageUnderWayComesAgain(receiver, kills);
    }
    List<String> killed = recorded();
    assertThat(killed).doesNotHaveDuplicates();
    assertThat(killed).containsExactlyElementsOf(undisturbed());
  }

  /// Clause A11 of docs/spec/alerts.md: of each kill at most one, under the same id.
  private static void assertOnlyTheMessageUnderWayComesAgain(PostReceiver receiver, int kills) {
    List<String> ids = ids(receiver);
    Map<String, String> bodies = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      String body = receiver.posts().get(i).body();
      String same = body.replaceFirst("\"written\":\"[^\"]*\"", "");
      assertThat(bodies.putIfAbsent(ids.get(i), same)).as(body).isIn(null, same);
    }
    assertThat(ids.size() - bodies.size()).isLessThanOrEqualTo(kills);
  }

  /// What is recorded when nothing is killed, in another home.
  private List<String> undisturbed() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(
        other.resolve("trailhouse.yaml"), "rules: [builtin]\nserver: {listen: 127.0.0.1:0}\n");
    try (Program.Running serve =
        Program.startTrailhouse(other, Map.of(), "serve", "--home", "home")) {
      String url = ServedTrail.url(serve);
      Program.trailhouse(
          other, "import", "--home", "home", SharedData.path("stratus-red-team").toString());
      Await.until(() -> ServedTrail.rules(url).inspected() == 193);
      serve.interrupt();
      serve.end();
    }
    return Contents.texts(
        other.resolve("home"),
        "SELECT rule_id || ' ' || event_ids[1] FROM findings WHERE event_count = 1 ORDER BY 1");
  }

  @Test
  void rulesThatAreChangedRunWithoutARestartAndMistakesAreTold() throws Exception {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Path rule = rules.resolve("mine.yml");
    String text =
        """
        title: Users are listed
        id: 5e9a7c1e-6a52-4a4a-9a1a-0a4b5a6f7d01
        status: test
        logsource: {product: aws, service: cloudtrail}
        detection: {selection: {eventName: %s}, condition: selection}
        level: high
        """;
    Files.writeString(rule, text.formatted("NothingLikeThis"));
    try (PostReceiver receiver = new PostReceiver()) {
      config(receiver, "[./rules]");
      try (Program.Running serve = serve()) {
        String url = ServedTrail.url(serve);
        Files.writeString(rule, text.formatted("LeaveOrganization").replace("level:", "levle"));
        ServedTrail trail = new ServedTrail(folder);
        Await.until(() -> trail.ask(url + "/status").body().contains("rules: "));
        Files.writeString(rule, text.formatted("LeaveOrganization"));
        Await.until(() -> serve.said().contains("read again"));
        take(SharedData.path("stratus-red-team"));
        Await.until(() -> receiver.posts().size() == 1);
        assertThat(receiver.posts().get(0).body()).contains("Users are listed");
      }
    }
  }
}
