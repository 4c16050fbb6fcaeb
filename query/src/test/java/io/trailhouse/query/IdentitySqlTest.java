package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.IdentityTable;
import io.trailhouse.fixture.IdentityTable.Case;
import io.trailhouse.lake.catalog.Lake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SQL, search and stories name who, when and where as rules and routes do (spec: sql.md SQL-10).
final class IdentitySqlTest {
  @TempDir private static Path home;
  @TempDir private static Path folder;
  private static Lake lake;
  private static QueryEngine engine;

  /// Of every case; each takes a few queries, and there are many.
  private static final Map<String, Future<EventStory>> STORIES = new HashMap<>();

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
    ExecutorService side = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    for (Case one : cases()) {
      STORIES.put(one.id(), side.submit(() -> EventStory.of(engine, one.id(), 3)));
    }
    side.close();
  }

  @AfterAll
  static void close() {
    engine.close();
    lake.close();
  }

  @Test
  void theColumnsSayWhatRulesSay() {
    Map<String, List<String>> found = new HashMap<>();
    String sql = "SELECT eventid, account, " + IdentitySql.PRINCIPAL + " FROM events";
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        List<String> texts = answer.row().stream().map(IdentitySqlTest::text).toList();
        assertThat(found.put(texts.get(0), texts.subList(1, 3))).isNull();
      }
    }
    for (Case one : cases()) {
      assertThat(found.remove(one.id()))
          .as(one.name())
          .containsExactly(one.want("account"), one.want("principal"));
    }
    assertThat(found).isEmpty();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : ValueText.of(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"111122223333", "444455556666"})
  void aSearchByAccountFindsItsEventsAndNoOther(String account) {
    EventSearch search =
        new EventSearch(List.of(SearchTerm.field(EventSearch.ACCOUNT, account)), null, null, 1000);
    List<String> found = new ArrayList<>();
    try (QueryAnswer answer = search.run(engine, false)) {
      List<String> columns = answer.columns().stream().map(QueryAnswer.Column::name).toList();
      while (answer.next()) {
        found.add(text(answer.value(columns.indexOf("eventid"))));
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            cases().stream()
                .filter(one -> one.want("account").equals(account))
                .map(Case::id)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStoryIsOfThePrincipal(Case one) throws Exception {
    EventStory story = Objects.requireNonNull(STORIES.get(one.id())).get();
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
