package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What configuration files say, and what is said about them (spec: config.md).
final class ConfigFileTest {
  private static final String SECRET = "hunter2-do-not-show";
  private static final Environment ENVIRONMENT =
      Map.of("SECRET", SECRET, "KEEP", "30d", "NAME", "lake")::get;

  @TempDir private Path folder;

  @Test
  void aFileSaysWhatItSaysAndTheRestIsUsual() throws IOException {
    ConfigFile file =
        read(
            """
            lake:
              warehouse: ./${env:NAME}
              retention: {management: forever, data: 400d}
            """);
    assertThat(file.problems()).isEmpty();
    LakeSpec lake = file.config().lake();
    assertThat(lake.warehouse()).isEqualTo(folder.resolve("lake"));
    assertThat(lake.catalog()).isEqualTo(new CatalogSpec.Embedded());
    assertThat(lake.retention())
        .isEqualTo(
            new Retention(
                new Retention.Keep.Forever(),
                new Retention.Keep.Days(400),
                new Retention.Keep.Forever()));
    assertThat(file.config().settings())
        .contains(
            new Setting(
                "lake.warehouse",
                "./${env:NAME}",
                "warehouse in the home folder",
                folder.resolve("trailhouse.yaml") + ":2"),
            new Setting("lake.retention.insight", "forever", "forever", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "lake:\n", "---\n", "lake: {retention: }", "lake: ~"})
  void aFileThatSaysNothingIsInOrder(String text) throws IOException {
    assertThat(read(text).problems()).isEmpty();
    assertThat(read(text).config().lake()).isEqualTo(LakeSpec.DEFAULT);
  }

  /// C1, C2.
  @Test
  void everyProblemIsNamedWithItsPlace() throws IOException {
    ConfigFile file =
        read(
            """
            lake:
              retentoin: {data: 400d}
              catalog: glue
              catalog: embedded
              retention:
                data: 400
                insight: [1, 2]
                management: soon
            rules: {a: b}
            nonsense: 1
            """);
    assertThat(file.problems())
        .extracting(problem -> problem.text("f"))
        .containsExactly(
            "f:2:3: lake.retentoin: unknown key; did you mean retention?",
            "f:3:12: lake.catalog: 'glue' is not supported yet by this version, which has the"
                + " catalog `embedded`",
            "f:4:3: lake.catalog: is here twice",
            "f:6:11: lake.retention.data: '400' has no unit; write days as 400d, weeks as 52w,"
                + " years as 7y",
            "f:7:14: lake.retention.insight: must be one value",
            "f:8:17: lake.retention.management: 'soon' is neither `forever` nor a time such as"
                + " 400d, 52w or 7y",
            "f:9:8: rules: must be one value",
            "f:10:1: nonsense: unknown key; there are alerts, aws, commit, heal, lake, places,"
                + " routes, rules, server, sources, upkeep, watches");
    assertThatThrownBy(file::config)
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.CONFIG_INVALID);
              assertThat(e.problem()).contains("8 problems").contains(":9:8: rules");
            });
  }

  /// C4.
  @ParameterizedTest
  @CsvSource({"1d,1", "400d,400", "52w,364", "7y,2555", "400 d,400", "400D,400", "100000d,100000"})
  void retentionIsInWholeDays(String text, int days) throws IOException {
    Retention retention =
        read("lake: {retention: {data: " + text + "}}").config().lake().retention();
    assertThat(retention.data()).isEqualTo(new Retention.Keep.Days(days));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0d", "12h", "-1d", "100001d", "99999999999d", "1.5d", "d", "Forever!"})
  void whatIsNoRetentionIsAProblem(String text) throws IOException {
    assertThat(read("lake: {retention: {data: '" + text + "'}}").problems()).hasSize(1);
  }

  /// C5.
  @ParameterizedTest
  @CsvSource({
    "warehouse,s3://acme/lake,not supported yet",
    "catalog,jdbc:postgresql://db/x,not supported yet",
    "catalog,'rest: https://x',not supported yet",
    "catalog,glue,not supported yet",
    "catalog,hive,is no catalog"
  })
  void whatComesLaterIsRefusedWithWhatThereIs(String key, String value, String said)
      throws IOException {
    assertThat(read("lake:\n  " + key + ": \"" + value + "\"").problems())
        .singleElement()
        .extracting(ConfigProblem::problem)
        .asString()
        .contains(said);
  }

  /// C3.
  @Test
  void valuesOfReferencesAreUsedAndNeverShown() throws IOException {
    Files.writeString(folder.resolve("keep.txt"), "7d\n");
    Files.writeString(folder.resolve("secret.txt"), SECRET);
    ConfigFile good = read("lake: {retention: {data: '${env:KEEP}', insight: '${file:keep.txt}'}}");
    assertThat(good.config().lake().retention().data()).isEqualTo(new Retention.Keep.Days(30));
    assertThat(good.config().lake().retention().insight()).isEqualTo(new Retention.Keep.Days(7));
    assertThat(good.config().settings().toString()).contains("${env:KEEP}").doesNotContain("30d");

    ConfigFile bad =
        read(
            """
            lake:
              catalog: ${env:SECRET}
              warehouse: s3://${env:SECRET}
              retention: {data: '${file:secret.txt}', insight: '1${env:SECRET}'}
            """);
    assertThat(bad.problems()).hasSize(4);
    assertThat(bad.problems().toString()).doesNotContain(SECRET);
    assertThatThrownBy(bad::config).hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "${env:NOT_SET},NOT_SET is not set",
    "${file:none.txt},cannot be read",
    "${env:KEEP,no closing brace",
    "${vault:x},is no reference",
    "${KEEP},is no reference"
  })
  void aReferenceToNothingIsAProblem(String reference, String said) throws IOException {
    assertThat(read("lake: {retention: {data: '" + reference + "'}}").problems())
        .singleElement()
        .extracting(ConfigProblem::problem)
        .asString()
        .contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake: [",
        "lake:\n\twarehouse: x",
        "a: b: c",
        "- lake",
        "text",
        "a: 1\n---\nb: 2",
        "lake: *none",
        "? [a]\n: b",
        "lake: &a {retention: *a}",
        "\u0000"
      })
  void whatIsNoMappingIsOneProblemWithItsPlace(String text) throws IOException {
    List<ConfigProblem> problems = read(text).problems();
    assertThat(problems)
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.line()).isPositive());
  }

  @Test
  void aFileThatIsNotThereIsWrongUse() {
    assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none.yaml"), ENVIRONMENT))
        .isInstanceOfSatisfying(
            TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.WRONG_USE));
  }

  private ConfigFile read(String text) throws IOException {
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, text);
    return ConfigFile.read(file, ENVIRONMENT);
  }
}
