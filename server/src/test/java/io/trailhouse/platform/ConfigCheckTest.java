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

/// Clause C26 of docs/spec/config.md: `config check` knows what `serve` knows; T6 of
/// docs/spec/routes.md: what can match nothing is told by both.
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
    return ConfigCheck.of(file(text), folder.resolve("home")).stream()
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
  void whatServeCouldNotMakeIsFoundBeforeItBeginsAndNothingStaysOfTheLook() throws IOException {
    String longest = "n".repeat(256);
    Files.writeString(folder.resolve("file"), "x");
    assertThat(
            problems(
                """
                lake: {warehouse: /proc/nope}
                routes:
                  gone: {to: {folder: /proc/x/}, filter-pattern: '{ $.readOnly = false }'}
                  long: {to: {folder: ./%s/}}
                  under: {to: {folder: ./file/below/}}
                  fine: {to: {folder: ./new/er/}}
                """
                    .formatted(longest)))
        .satisfiesExactly(
            one -> assertThat(one).contains("lake.warehouse", "nothing can be made in /proc"),
            one -> assertThat(one).contains("routes.gone", "nothing can be made in /proc"),
            one -> assertThat(one).contains("routes.long", "is longer than 255 bytes"),
            one -> assertThat(one).contains("routes.under", "file"));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "t.yaml");
  }

  @Test
  void aConditionThatCanMatchNothingIsToldWithItsPlaceAndIsNoProblem() throws IOException {
    ConfigFile file =
        file(
            """
            routes:
              out:
                to: {folder: ./out/}
                match: {eventName: [ConsoleLogin]}
              fine: {to: {folder: ./fine/}, name: ConsoleLogin}
            """);
    assertThat(ConfigCheck.of(file, folder.resolve("home"))).isEmpty();
    assertThat(new Inventory(file.config(), null).lines())
        .filteredOn(line -> line.contains("remark"))
        .singleElement()
        .asString()
        .startsWith("route out: remark: " + folder.resolve("t.yaml") + ":4:")
        .contains("routes.out.match", "detail");
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
  void placesThatServeWouldRefuseAreNamed() throws IOException {
    Files.writeString(folder.resolve("a-file"), "x");
    Files.createDirectories(folder.resolve("home"));
    assertThat(
            problems(
                """
                lake: {warehouse: ./a-file/x}
                routes:
                  in-home: {to: {folder: ./home/x}}
                  in-warehouse: {to: {folder: ./a-file/x/y}}
                  on-file: {to: {folder: ./a-file}}
                  beside: {to: {folder: ./out}}
                  lost: {to: {folder: ./out}, errors: ./home/lost/}
                """))
        .hasSize(5)
        .anySatisfy(each -> assertThat(each).contains("lake.warehouse", "a-file is no folder"))
        .anySatisfy(each -> assertThat(each).contains("routes.in-home", "files of the table"))
        .anySatisfy(each -> assertThat(each).contains("routes.in-warehouse", "files of the table"))
        .anySatisfy(each -> assertThat(each).contains("routes.on-file", "it is not a folder"))
        .anySatisfy(each -> assertThat(each).contains("routes.lost", "files of the table"));
    assertThat(problems("lake: {warehouse: ./home}\n"))
        .singleElement()
        .asString()
        .contains("the warehouse is the home folder itself");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderWhoseLinkLeadsBackIsToldInWords() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.createSymbolicLink(rules.resolve("back"), rules);
    assertThat(problems("rules: [rules]\nwatches: [rules]\n"))
        .anySatisfy(each -> assertThat(each).contains("its link leads back to itself"))
        .noneSatisfy(each -> assertThat(each).contains("Exception"));
  }

  @Test
  void anAddressOfAMailServerThatIsNoneIsToldBesideWhatIsMissing() throws IOException {
    assertThat(problems("alerts: {a: {smtp: 'smtp//u:p@mail'}}\n"))
        .hasSize(3)
        .anySatisfy(each -> assertThat(each).contains("alerts.a.smtp"));
  }

  @Test
  void aTableOfPlacesThatIsNotThereIsToldOnce() throws IOException {
    assertThat(problems("places: {countries: ./none.mmdb}\n")).hasSize(1);
  }

  @Test
  void whatServeWouldRunIsInOrder() throws IOException {
    assertThat(problems("rules: [builtin]\nwatches: [builtin, cis]\n")).isEmpty();
  }
}
