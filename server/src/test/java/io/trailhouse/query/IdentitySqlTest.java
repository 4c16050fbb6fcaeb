package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.Lake;
import io.trailhouse.testkit.IdentityTable;
import io.trailhouse.testkit.IdentityTable.Case;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SQL, search and stories name who, when and where as rules and routes do (spec: sql.md SQL-10).
final class IdentitySqlTest {
  @TempDir private static Path home;
  @TempDir private static Path folder;
  private static Lake lake;
  private static QueryEngine engine;

  static List<Case> cases() {
    return IdentityTable.cases();
  }

  @BeforeAll
  static void importThem() throws Exception {
    IdentityTable.write(folder);
    lake = Lake.open(home);
    ImportedLake.add(lake, folder);
    engine =
        QueryEngine.open(
            new LakeFiles(lake),
            QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse"))));
  }

  @AfterAll
  static void close() {
    engine.close();
    lake.close();
  }

  private static List<String> row(String sql) {
    List<String> texts = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      assertThat(answer.next()).as(sql).isTrue();
      for (Object value : answer.row()) {
        texts.add(value == null ? "" : ValueText.of(value));
      }
      assertThat(answer.next()).as(sql).isFalse();
    }
    return texts;
  }

  @Test
  void theColumnsSayWhatRulesSay() {
    for (Case one : cases()) {
      String id = one.record().replaceAll(".*\"eventID\":\"([^\"]+)\".*", "$1");
      String where = " FROM events WHERE eventid = '" + id + "'";
      List<String> found =
          row("SELECT account, " + IdentitySql.PRINCIPAL + ", to_iso8601(eventtime)" + where);
      assertThat(found.subList(0, 2))
          .as(one.name())
          .containsExactly(one.want("account"), one.want("principal"));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSearchByAccountFindsTheEvent(Case one) {
    String id = one.record().replaceAll(".*\"eventID\":\"([^\"]+)\".*", "$1");
    for (String account : List.of("111122223333", "444455556666")) {
      EventSearch search =
          new EventSearch(List.of(id), Map.of(EventSearch.ACCOUNT, account), null, null, 10);
      try (QueryAnswer answer = search.run(engine, false)) {
        assertThat(answer.next()).as(account).isEqualTo(one.want("account").equals(account));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStoryIsOfThePrincipal(Case one) {
    String id = one.record().replaceAll(".*\"eventID\":\"([^\"]+)\".*", "$1");
    EventStory story = EventStory.of(engine, id, 3);
    String named =
        one.want("accessKey").isEmpty() || !one.want("sessionName").isEmpty()
            ? one.want("principal")
            : one.want("accessKey");
    assertThat(story.session()).endsWith(named.isEmpty() ? "an unnamed caller" : named);
    if (!named.isEmpty()) {
      assertThat(story.around()).anyMatch(EventStory.Moment::asked);
    }
  }
}
