package io.trailhouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.config.ConfigFile;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clause C26 of docs/spec/config.md: `config check` knows what `serve` knows.
class ConfigCheckTest {
  private static final String BROKEN =
      """
      title: broken
      logsource: {product: aws, service: cloudtrail}
      detection: {selection: {eventName: X}, condition: nope}
      """;

  @TempDir private Path folder;

  private ConfigFile file(String text) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("t.yaml"), text), name -> null);
  }

  private List<String> problems(String text) throws IOException {
    return ConfigCheck.of(file(text)).stream()
        .map(problem -> problem.text("t.yaml").replace(folder + "/", ""))
        .toList();
  }

  @Test
  void rulesAndWatchesThatAreNotThereAreNamedWithTheNearWord() throws IOException {
    assertThat(problems("commit: {every: 1s}\nrules: [builtn, nope]\nwatches: [ci, builtin]\n"))
        .containsExactly(
            "t.yaml:2:8: rules: builtn does not exist; did you mean builtin?",
            "t.yaml:2:8: rules: nope does not exist; name a file or folder, or builtin",
            "t.yaml:3:10: watches: ci does not exist; did you mean cis?");
  }

  @Test
  void everyMistakeInEveryRuleWatchAndTableIsNamedInOneGo() throws IOException {
    Files.writeString(folder.resolve("bad.yml"), BROKEN);
    Files.writeString(folder.resolve("worse.yml"), "a: [");
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(
        folder.resolve("w.yml"),
        "title: a\ntrailhouse: {type: nope}\n---\ntitle: b\ntrailhouse: {type: call-rate}\n");
    Files.write(folder.resolve("l.yml"), "title: für".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("deep.yml"), "a: " + "[".repeat(50_000));
    Files.writeString(folder.resolve("loop.yml"), "title: &a {x: *a}\ntrailhouse: *a\n");
    Files.writeString(folder.resolve("not.mmdb"), "no table");
    List<String> problems =
        problems(
            """
            rules: [bad.yml, worse.yml, l.yml, deep.yml, builtin]
            watches: [w.yml, l.yml, deep.yml, loop.yml, empty]
            places: {countries: not.mmdb}
            routes: {k: {to: {kinesis: 'a b'}}, q: {to: {sqs: 'https://host'}}}
            """);
    for (String expected :
        List.of(
            "t.yaml:1:8: rules: bad.yml:3: detection.condition",
            "t.yaml:1:8: rules: worse.yml:1: it is not YAML",
            "t.yaml:1:8: rules: l.yml:1: the next byte is not UTF-8",
            "t.yaml:1:8: rules: deep.yml:1: the file is nested deeper",
            "t.yaml:2:10: watches: w.yml (a): trailhouse.type: expected one of",
            "t.yaml:2:10: watches: w.yml (b): trailhouse.for",
            "t.yaml:2:10: watches: l.yml:1: the next byte is not UTF-8",
            "t.yaml:2:10: watches: deep.yml:1: the file is nested deeper",
            "t.yaml:2:10: watches: loop.yml",
            "t.yaml:2:10: watches: empty: no .yml file is in the folder",
            "t.yaml:3:21: places.countries: not.mmdb: this is no file in MaxMind's DB format",
            "routes.k: to: 'a b' can be no name of a Kinesis data stream",
            "routes.q: to: 'https://host' can be no name of a queue")) {
      assertThat(problems)
          .anySatisfy(problem -> assertThat(problem).startsWith("t.yaml").contains(expected));
    }
  }

  @Test
  void serveSaysTheSameOfRulesBeforeItBegins() throws IOException {
    Files.writeString(folder.resolve("bad.yml"), BROKEN);
    ConfigFile file = file("rules: [builtn, bad.yml]\nwatches: [ci]\n");
    assertThatThrownBy(() -> LoadedRules.read(file.config().rules()))
        .isInstanceOf(TrailhouseException.class)
        .hasMessageContaining("3 things are wrong with the rules")
        .hasMessageContaining("builtn does not exist")
        .hasMessageContaining("bad.yml:3: detection.condition")
        .hasMessageContaining("ci does not exist");
  }

  @Test
  void whatServeWouldRunIsInOrder() throws IOException {
    assertThat(problems("rules: [builtin]\nwatches: [builtin, cis]\n")).isEmpty();
  }
}
