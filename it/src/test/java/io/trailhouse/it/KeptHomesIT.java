package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.PostReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clauses U1 to U5 of docs/spec/table.md: a home that an earlier version wrote goes on as if this
/// version had written it.
class KeptHomesIT {
  /// What the maker of a home was asked, and what it must answer for ever.
  static final Map<String, String> QUESTIONS =
      new TreeMap<>(
          Map.of(
              "records",
              "SELECT eventjsonchecksum FROM events ORDER BY eventjsonchecksum",
              "times",
              "SELECT concat(eventid, ' ', date_format(eventtime, '%Y-%m-%d %H:%i:%s')) FROM events"
                  + " WHERE eventid IS NOT NULL AND eventsource <> 'iam.amazonaws.com' ORDER BY 1",
              "files",
              "SELECT concat(origin, ' ', CAST(records AS varchar), ' ', status) FROM log_files"
                  + " ORDER BY 1",
              "findings",
              "SELECT concat(id, ' ', state) FROM findings ORDER BY id",
              "changes",
              "SELECT count(*) FROM finding_changes"));

  @TempDir private Path folder;

  static Stream<String> homes() throws IOException {
    return KeptHome.all().stream();
  }

  private Program.Ended trailhouse(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    assertThat(ended.out() + ended.err()).doesNotContain("\tat ", "[BUG]");
    return ended;
  }

  private String done(String... words) {
    Program.Ended ended = trailhouse(words);
    assertThat(ended.exit()).as("%s: %s", List.of(words), ended.err()).isZero();
    return ended.out();
  }

  private Path home() {
    return folder.resolve("home");
  }

  private void answersAsBefore(String name) throws IOException {
    Map<String, List<String>> answers =
        new ObjectMapper()
            .readValue(
                KeptHome.resources().resolve(name).resolve("answers.json").toFile(),
                new TypeReference<>() {});
    assertThat(answers.keySet()).isEqualTo(QUESTIONS.keySet());
    QUESTIONS.forEach((question, sql) ->
        assertThat(Contents.texts(home(), sql)).as(question).isEqualTo(answers.get(question)));
  }

  private long events() {
    return Contents.number(home(), "SELECT count(*) FROM events");
  }

  /// U1, U2, U4.
  @ParameterizedTest
  @MethodSource("homes")
  void itAnswersAsItsMakerDidAndWhatItHasIsNotTakenAgain(String name) throws Exception {
    KeptHome.unpack(name, folder);
    answersAsBefore(name);
    long before = events();
    Path copy = folder.resolve("copy"); // other names: the ledger does not know them
    Path input = KeptHome.resources().resolve("input");
    for (String part : List.of("before", "attack", "odd")) {
      Path to = Files.createDirectories(copy).resolve(part);
      KeptHome.run("cp", "-r", input.resolve(part).toString(), to.toString());
    }
    assertThat(trailhouse("import", "--home", "home", copy.toString()).exit()).isEqualTo(1);
    assertThat(events()).isEqualTo(before);
    done("upkeep", "--home", "home");
    assertThat(events()).isEqualTo(before);
    assertThat(done("search", "--home", "home", "203.0.113.77")).contains("ci-artifacts");
    assertThat(trailhouse("quarantine", "retry", "--home", "home").exit()).isEqualTo(1);
    assertThat(done("findings", "suppressions", "--home", "home")).contains("*:role/Scanner");
    done("coverage", "--home", "home", "--from", "2026-05-19", "--to", "2026-05-19");
    done("export", "--home", "home", folder.resolve("exported").toString());
    assertThat(events()).isEqualTo(before);
  }

  /// U3, U5.
  @ParameterizedTest
  @MethodSource("homes")
  void itIsServedOnWithoutTellingOrSendingAnythingTwice(String name) throws Exception {
    KeptHome.unpack(name, folder);
    List<String> sent = team();
    List<String> found = Contents.texts(home(), "SELECT id FROM findings ORDER BY id");
    try (PostReceiver receiver = new PostReceiver()) {
      Files.writeString(
          folder.resolve("trailhouse.yaml"),
          MakeKeptHome.CONFIGURATION.formatted(receiver.url("/hook")));
      done("config", "check");
      try (Program.Running serve =
          Program.startTrailhouse(folder, Map.of(), "serve", "--home", "home")) {
        ServedTrail.url(serve);
        Path more = KeptHome.resources().resolve("input/more");
        done("import", "--home", "home", more.toString());
        Await.until(() ->
            receiver.posts().stream().anyMatch(post -> post.body().contains("0f0e0d0c-new-user")));
        Await.until(() -> team().contains("0f0e0d0c-new-user"));
        serve.interrupt();
        assertThat(serve.end().err()).doesNotContain("\tat ");
      }
      assertThat(receiver.posts())
          .allSatisfy(post -> assertThat(found).noneMatch(id -> post.body().contains(id)));
    }
    assertThat(team()).containsAll(sent).doesNotHaveDuplicates();
    assertThat(Contents.texts(home(), "SELECT id FROM findings ORDER BY id")).containsAll(found);
  }

  /// The ids of all events that the route has written, each as often as it stands there.
  private List<String> team() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("team"))) {
      List<String> ids = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().endsWith(".jsonl") || file.toString().endsWith(".json")) {
          for (String line : Files.readAllLines(file)) {
            ids.add(new ObjectMapper().readTree(line).path("eventID").asText());
          }
        }
      }
      return ids;
    }
  }
}
