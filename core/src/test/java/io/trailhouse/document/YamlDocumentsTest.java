package io.trailhouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// docs/spec/config.md C1, C2, C19, C24.
class YamlDocumentsTest {
  private static YamlDocuments read(String text) throws IOException {
    return YamlDocuments.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t.yaml");
  }

  private static List<String> problems(String text) throws IOException {
    return read(text).problems().stream()
        .map(each ->
            "%d:%d %s %s %s"
                .formatted(each.line(), each.column(), each.kind(), each.path(), each.text())
                .strip())
        .toList();
  }

  @Test
  void everyValueKnowsWhereItStands() throws IOException {
    Yaml.Mapping root = (Yaml.Mapping) read("# x\na:\n  b: [1, two]\n").documents().get(0);
    Yaml.Entry a = root.members().get("a");
    assertThat(List.of(a.line(), a.column())).containsExactly(2, 1);
    Yaml.Mapping below = (Yaml.Mapping) a.value();
    Yaml.Sequence list = (Yaml.Sequence) below.members().get("b").value();
    assertThat(list.items())
        .containsExactly(
            new Yaml.Scalar(Yaml.Kind.NUMBER, "1", 3, 7),
            new Yaml.Scalar(Yaml.Kind.TEXT, "two", 3, 10));
  }

  @Test
  void scalarsAreThoseOfTheCoreSchema() throws IOException {
    Yaml list =
        read("[1, +2, 0x1f, 0o17, 5000000000, 1.5, .inf, True, ~, null, '1', yes, 2026-05-01]")
            .documents()
            .get(0);
    assertThat(list.plain())
        .isEqualTo(
            Arrays.asList(
                1,
                2,
                31,
                15,
                5_000_000_000L,
                1.5,
                Double.POSITIVE_INFINITY,
                true,
                null,
                null,
                "1",
                "yes",
                "2026-05-01"));
  }

  @Test
  void severalDocumentsAreReadAndThoseWithNothingInThemLeftOut() throws IOException {
    assertThat(read("a: 1\n---\n---\n- b\n").documents())
        .extracting(Yaml::plain)
        .containsExactly(Map.of("a", 1), List.of("b"));
    assertThat(read("").documents()).isEmpty();
    assertThat(read("# nothing\n").problems()).isEmpty();
  }

  @Test
  void allThatIsWrongWithTheFormIsToldWithItsPlace() throws IOException {
    assertThat(problems("a: 1\nb: {a: 1, a: 2}\na: !who x\nc: .nan\n"))
        .containsExactly(
            "2:11 TWICE b.a a", "3:4 UNKNOWN_TAG a !who", "3:1 TWICE a a", "4:4 NO_NUMBER c .nan");
    assertThat(read("a: 1\na: 2\n").documents().get(0).plain()).isEqualTo(Map.of("a", 1));
  }

  @Test
  void aFileWithAPlaceThatIsNoYamlIsNotRead() throws IOException {
    YamlDocuments read = read("a: 1\n---\nb: [\n");
    assertThat(read.documents()).isEmpty();
    assertThat(read.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.kind()).isEqualTo(YamlProblem.Kind.NOT_YAML);
          assertThat(problem.line()).isEqualTo(4);
        });
  }

  @Test
  void aliasesAreResolvedWithinBounds() throws IOException {
    assertThat(read("a: &x [1]\nb: *x\n").documents().get(0).plain())
        .isEqualTo(Map.of("a", List.of(1), "b", List.of(1)));
    assertThat(problems("a: &a [*a]\n")).singleElement().asString().contains("TOO_LARGE a");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("NOT_YAML", "aliases");
  }

  @Test
  void aFileThatIsNoTextOrTooDeepIsNotReadAtAll() throws IOException {
    assertThat(problems("a: \u0001"))
        .containsExactly("1:4 UNFIT  the character U+0001 is not allowed");
    assertThat(problems("[".repeat(101)))
        .containsExactly("1:101 UNFIT  the file is nested deeper than 100 levels");
    assertThat(problems("x".repeat((3 << 20) + 1)))
        .containsExactly("1:1 UNFIT  the file is larger than 3 MiB");
  }
}
