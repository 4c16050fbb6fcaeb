package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.findings.Suppression;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SQL over findings: the newest row of each (spec: findings.md, F17 to F19).
class FindingsSqlTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path home;
  private Lake lake;
  private QueryEngine engine;

  @BeforeEach
  void open() {
    lake = Lake.open(home);
    engine =
        QueryEngine.open(
            new LakeFiles(lake),
            QuerySettings.of(home.resolve("scratch"), List.of(home.resolve("warehouse")))
                .memory(256L << 20));
  }

  @AfterEach
  void close() {
    engine.close();
    lake.close();
  }

  private static Finding finding(String digits, Level level, String principal) {
    FoundEvent event = new FoundEvent("e-" + digits, NOON, "Call", "{\"n\":1.50}");
    return new Finding(
        digits.repeat(32),
        "rule-" + digits,
        "v1",
        "Title " + digits,
        level,
        NOON.plusSeconds(digits.charAt(0)),
        "111122223333",
        "us-east-1",
        principal,
        List.of(event));
  }

  private FindingTable stored() {
    FindingTable table = FindingTable.open(lake);
    Suppression quiet = new Suppression("rule-c", "*", "*", NOON.plusSeconds(60), "drill");
    table.append(
        List.of(
            finding("a", Level.HIGH, "ann"),
            finding("b", Level.LOW, "bob"),
            finding("c", Level.CRITICAL, "${jndi:ldap://x}\u001b[2J")),
        finding -> finding.ruleId().equals("rule-c") ? Optional.of(quiet) : Optional.empty(),
        NOON);
    return table;
  }

  private List<String> rows(String sql) {
    return rows(engine.ask(sql));
  }

  private static List<String> rows(QueryAnswer asked) {
    List<String> rows = new ArrayList<>();
    try (QueryAnswer answer = asked) {
      while (answer.next()) {
        rows.add(
            String.join(
                ", ",
                answer.row().stream()
                    .map(each -> each == null ? "null" : ValueText.of(each))
                    .toList()));
      }
    }
    return rows;
  }

  @Test
  void showsTheNewestRowOfEach() {
    FindingTable table = stored();
    List<String> a = List.of("a".repeat(32));
    table.change(a, FindingTable.State.ACKNOWLEDGED, "", "ann", NOON);
    table.change(a, FindingTable.State.CLOSED, "a drill", "ann", NOON);
    assertThat(rows("SELECT title, state, reason FROM findings ORDER BY time"))
        .containsExactly(
            "Title a, closed, a drill", "Title b, new, null", "Title c, suppressed, drill");
    assertThat(rows("SELECT count(*) FROM findings WHERE state = 'new'")).containsExactly("1");
    assertThat(
            rows("SELECT state FROM finding_changes WHERE title = 'Title a' ORDER BY changed_at"))
        .containsExactly("new", "acknowledged", "closed");
    assertThat(
            rows(
                "SELECT t.e, json_extract_scalar(event_json, '$[0].n') FROM Findings"
                    + " CROSS JOIN UNNEST(event_ids) AS t(e) WHERE level = 'low'"))
        .containsExactly("e-b, 1.50");
    assertThat(
            rows(
                "WITH finding_changes AS (SELECT 1 AS x) SELECT count(*) FROM findings,"
                    + " finding_changes"))
        .containsExactly("3");
  }

  @Test
  void answersWithoutAnyFinding() {
    assertThat(rows("SELECT count(*), max(event_count) FROM findings")).containsExactly("0, null");
    assertThat(rows("DESCRIBE findings"))
        .anyMatch(row -> row.startsWith("event_ids, VARCHAR[]"))
        .anyMatch(row -> row.startsWith("time, TIMESTAMP"))
        .hasSize(17);
    assertThat(rows("SHOW TABLES"))
        .containsExactly("events", "finding_changes", "findings", "log_files");
  }

  @Test
  void tellsNearNamesAndChangesNothing() {
    stored();
    assertThatThrownBy(() -> rows("SELECT pincipal FROM findings"))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> assertThat(e.remedy()).contains("Did you mean principal?"));
    assertThatThrownBy(() -> rows("SELECT * FROM finding"))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> assertThat(e.remedy()).contains("findings and finding_changes"));
    assertThatThrownBy(() -> rows("DELETE FROM findings")).isInstanceOf(TrailhouseException.class);
    assertThatThrownBy(() -> rows("SELECT * FROM temp.main.findings"))
        .isInstanceOf(TrailhouseException.class);
  }

  @Test
  void searchesTheNewestFirstAndForPeopleTheGraveOnes() {
    stored();
    FindingSearch.Span always = new FindingSearch.Span(null, null);
    FindingSearch all = new FindingSearch(List.of(), List.of(), null, null, always, 2);
    assertThat(rows(all.run(engine, true)))
        .containsExactly(
            "cccccccc, critical, 2026-03-01 12:01:39, suppressed, 111122223333, us-east-1, Title c,"
                + " ${jndi:ldap://x}\u001b[2J, rule-c",
            "aaaaaaaa, high, 2026-03-01 12:01:37, new, 111122223333, us-east-1, Title a, ann,"
                + " rule-a");
    assertThat(rows(all.run(engine, false)).get(1))
        .as("for programs the newest comes first, whatever its level")
        .startsWith("b".repeat(32));
    FindingSearch some =
        new FindingSearch(
            List.of("new"),
            List.of("high", "critical"),
            "rule-a",
            null,
            new FindingSearch.Span(
                java.time.LocalDateTime.parse("2026-03-01T12:00:00"),
                java.time.LocalDateTime.parse("2026-03-01T12:01:38")),
            10);
    assertThat(rows(some.run(engine, false)))
        .singleElement()
        .asString()
        .startsWith("a".repeat(32) + ", rule-a, v1, Title a, high");
  }

  @Test
  void tellsAFindingInFull() {
    FindingTable table = stored();
    String id = "b".repeat(32);
    table.change(List.of(id), FindingTable.State.ACKNOWLEDGED, "mine", "ann", NOON);
    FindingStory story = FindingStory.of(engine, id);
    assertThat(story.fields())
        .containsEntry("title", "Title b")
        .containsEntry("state", "acknowledged")
        .containsEntry("event_count", "1");
    assertThat(story.records()).isEqualTo("[{\"n\":1.50}]");
    assertThat(story.eventIds()).containsExactly("e-b");
    assertThat(story.changes())
        .containsExactly(
            new FindingStory.Change("2026-03-01 12:00:00", "new", "trailhouse", ""),
            new FindingStory.Change("2026-03-01 12:00:00.000001", "acknowledged", "ann", "mine"));
    assertThatThrownBy(() -> FindingStory.of(engine, "d".repeat(32)))
        .isInstanceOf(TrailhouseException.class);
  }
}
