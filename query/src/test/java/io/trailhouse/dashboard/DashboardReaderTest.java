package io.trailhouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file of a dashboard: `docs/spec/dashboards.md`, clause DB-1.
class DashboardReaderTest {
  private static final String GOOD =
      """
      id: mine
      title: Mine
      about: What I look at
      widgets:
        - id: calls
          title: Calls
          chart: line
          label: t
          value: n
          series: kind
          sql: |-
            SELECT date_trunc('$Period$', eventtime) AS t, eventtype AS kind, count(*) AS n
            FROM events
            WHERE eventtime > '$StartTime$' AND eventtime < '$EndTime$'
            GROUP BY 1, 2
      """;

  private static final String BAD =
      """
      id: Not An Id
      titel: Mine
      widgets:
        - id: a
          title: A
          chart: lines
          sql: SELECT 1
        - id: a
          title: 12
          chart: bar
          sqll: x
          sql: DELETE FROM events
        - just text
        - id: b
          title: B
          chart: table
          sql: SELECT '$StartTme$', $EndTime$, '$Nonsense-$' FROM events
      """;

  private final List<DashboardProblem> problems = new ArrayList<>();

  private Dashboard read(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    return DashboardReader.read(new ByteArrayInputStream(bytes), "f.yaml", problems);
  }

  private List<String> told() {
    return problems.stream().map(DashboardProblem::text).toList();
  }

  @Test
  void readsADashboard() {
    Dashboard dashboard = read(GOOD);
    assertThat(told()).isEmpty();
    assertThat(dashboard.id()).isEqualTo("mine");
    assertThat(dashboard.about()).isEqualTo("What I look at");
    assertThat(dashboard.widgets()).hasSize(1);
    Widget widget = dashboard.widgets().getFirst();
    assertThat(widget.chart()).isEqualTo(Chart.LINE);
    assertThat(widget.axes()).isEqualTo(new Widget.Axes("t", "n", "kind"));
    assertThat(widget.sql()).startsWith("SELECT date_trunc").endsWith("GROUP BY 1, 2");
  }

  @Test
  void tellsAllMistakesOfAFileAtOnceWithTheirPlace() {
    Dashboard none = read(BAD);
    assertThat(none).isNull();
    assertThat(told())
        .containsExactlyInAnyOrder(
            "f.yaml:2:1: titel: there is no such key. Did you mean title?",
            "f.yaml:1:1: id: Not An Id cannot be an id. Write up to 64 of a to z, 0 to 9 and -",
            "f.yaml:1:1: title: it is missing. Write what people call it",
            "f.yaml:6:5: widgets[0].chart: there is no chart lines. Did you mean line?",
            "f.yaml:11:5: widgets[1].sqll: there is no such key. Did you mean sql?",
            "f.yaml:8:5: widgets[1].id: another widget has it. Give each its own",
            "f.yaml:9:5: widgets[1].title: it must be a text. Write one text; quote it when it looks"
                + " like a number",
            "f.yaml:8:5: widgets[1].label: a bar needs it. Name the column",
            "f.yaml:12:5: widgets[1].sql: it must begin with SELECT or WITH. Write one SELECT; a name"
                + " of WITH must be another than events",
            "f.yaml:13:5: widgets[2]: a widget has keys. Begin with `id:`",
            "f.yaml:17:5: widgets[3].sql: there is no parameter $StartTme$. Did you mean"
                + " $StartTime$?",
            "f.yaml:17:5: widgets[3].sql: $EndTime$ must stand in quotes. Write '$EndTime$'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---\n---\n",
        "text",
        "- a\n- b\n",
        "{",
        "id: a\nid: b\n",
        "a: &a [*a, *a]\nb: *a\n",
        "id: !!java.net.URL [http://x]\n",
        "? [a]\n: b\n",
        "id: \"\\0\"\ntitle: x\nwidgets: []\n",
        "\u0000",
        "id: mine\ntitle: \"a\\u001b[2J\"\nwidgets: [{id: a, title: a, chart: table, sql: SELECT 1}]",
        "id: mine\ntitle: a\nwidgets: {}\n",
        "id: mine\ntitle: a\nwidgets: [[]]\n",
        "id: ../../etc/passwd\ntitle: a\nwidgets: [{id: a, title: a, chart: table, sql: SELECT 1}]",
        "id: mine\ntitle: a\nwidgets: [{id: a, title: a, chart: heatmap, label: x, sql: SELECT 1}]"
      })
  void aHostileFileGivesNoDashboardAndIsTold(String yaml) {
    assertThat(read(yaml)).isNull();
    assertThat(told()).isNotEmpty().allMatch(text -> text.startsWith("f.yaml:"));
  }

  @Test
  void aFileThatIsTooLargeOrTooDeepIsTold() {
    assertThat(read("[".repeat(5_000))).isNull();
    assertThat(read("a: " + "x".repeat(4 << 20))).isNull();
    assertThat(read(GOOD.replace("title: Mine", "title: " + "x".repeat(201)))).isNull();
    assertThat(read(GOOD.replace("FROM events", "FROM events" + " ".repeat(10_000)))).isNull();
    assertThat(problems).hasSize(4);
    String widgets = "  - {id: a%d, title: a, chart: table, sql: SELECT 1}\n";
    StringBuilder many = new StringBuilder("id: many\ntitle: Many\nwidgets:\n");
    for (int i = 0; i < DashboardReader.MOST_WIDGETS; i++) {
      many.append(widgets.formatted(i));
    }
    assertThat(read(many.toString())).isNotNull();
    assertThat(read(many + widgets.formatted(999))).isNull();
  }

  private static final List<String> TEXTS =
      List.of(
          "plain",
          "yes",
          "null",
          "~",
          "0x10",
          "0o17",
          "1e3",
          "2026-05-01",
          "- a",
          "a: b",
          "a #b",
          "  leading",
          "trailing  ",
          "\nfirst line is empty",
          "two\nlines\n",
          "two\n  lines\n\n\n",
          "windows\r\nlines",
          "tab\there",
          "'single' \"double\"",
          "\\ back",
          "---",
          "...",
          "%YAML 1.2",
          "&a *b !c |d >e @f `g",
          "{a: [b]}",
          "\u00e9\u4e2d\ud83d\ude00",
          "\u202eright to left",
          "\ufeffmark",
          "<script>alert(1)</script>",
          "=cmd()");

  static Stream<String> texts() {
    return TEXTS.stream();
  }

  /// What is written is read again as it was, whatever the texts hold.
  @ParameterizedTest
  @MethodSource("texts")
  void whatIsWrittenIsReadAgain(String text) {
    Widget.Axes axes = new Widget.Axes(text, null, text);
    String sql = "SELECT 1 AS \"x\" -- " + text;
    Dashboard dashboard =
        new Dashboard(
            "mine", "T" + text, text, List.of(new Widget("a", "T" + text, Chart.BAR, sql, axes)));
    Dashboard again = read(dashboard.yaml());
    assertThat(told()).isEmpty();
    assertThat(again).isEqualTo(dashboard);
  }
}
