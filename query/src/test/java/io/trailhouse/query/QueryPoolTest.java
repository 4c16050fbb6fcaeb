package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.fixture.Await;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries of others in processes of their own: clause SQL-6 of `docs/spec/sql.md`. The processes
/// are real ones.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueryPoolTest {
  private static final String NEEDLE = "SELECT eventid, eventtime FROM events WHERE eventid = 'e1'";

  @TempDir static Path folder;
  private static SampleTable table;
  private static QueryPool shared;
  private QueryPool pool = shared;

  @BeforeAll
  static void openPool() {
    table = new SampleTable(folder.resolve("table"));
    table.file(
        "a.parquet",
        "'e1' AS eventid, TIMESTAMP '2026-05-01 00:00:00' AS eventtime, '[[1]]' AS"
            + " requestparameters");
    shared = pool(Duration.ofMinutes(2), 2);
  }

  private static QueryPool pool(Duration limit, int processes) {
    QuerySettings settings =
        new QuerySettings(
            256L << 20,
            2,
            limit,
            new QuerySettings.Scratch(folder.resolve("scratch"), 64L << 20),
            List.of(folder.resolve("table")));
    return QueryPool.open(table, settings, processes, classPath());
  }

  /// Where this test's classes come from, whoever runs it.
  static String classPath() {
    if (QueryPool.class.getClassLoader() instanceof URLClassLoader loader) {
      return Stream.of(loader.getURLs()).map(QueryPoolTest::path).collect(Collectors.joining(":"));
    }
    return System.getProperty("java.class.path");
  }

  private static String path(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void closeOwnPool() {
    if (pool != shared) {
      pool.close();
    }
  }

  @AfterAll
  static void leavesNothing() throws IOException {
    shared.close();
    try (Stream<Path> left = Files.walk(folder.resolve("scratch"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void answersWhatAnEngineInThisProcessAnswers() {
    for (String sql :
        List.of(
            NEEDLE,
            "SELECT * FROM events",
            "SELECT 1, 1.5, 1e100, true, NULL, 'ä', DATE '2026-05-01', TIME '01:02:03'",
            "SELECT [1, NULL], {'a': 'x', 'b': [1.50]}, MAP {'k': 1}, CAST('{\"a\":1}' AS json)",
            "SELECT CAST('ab' AS blob), 170141183460469231731687303715884105727, uuid() IS NULL",
            "SELECT CAST(1 AS tinyint), CAST(1 AS smallint), CAST(1.5 AS float), nan()",
            "SELECT TIMESTAMP '2026-05-01 00:00:00.123456', INTERVAL 1 DAY, row(1, 2)",
            "SELECT range FROM range(5000)",
            "EXPLAIN SELECT 1",
            "DESCRIBE events",
            "SHOW TABLES")) {
      try (QueryEngine here = table.engine()) {
        assertThat(rows(pool.ask(sql))).as(sql).isEqualTo(rows(here.ask(sql)));
      }
    }
  }

  @Test
  void tellsAProblemAsAnEngineInThisProcessDoes() {
    for (String sql :
        List.of(
            "SELECT evntname FROM events",
            "SELECT * FROM duckdb_views",
            "SELECT CAST(if(range = 90000, 'x', '1') AS bigint) FROM range(100000)",
            "DROP TABLE events")) {
      try (QueryEngine here = table.engine()) {
        assertThat(problem(() -> rows(pool.ask(sql))))
            .as(sql)
            .isEqualTo(problem(() -> rows(here.ask(sql))));
      }
    }
  }

  private static String problem(Runnable query) {
    try {
      query.run();
    } catch (TrailhouseException e) {
      return e.code() + e.problem() + e.place() + e.remedy();
    }
    throw new AssertionError("it passes");
  }

  @Test
  void passesOnWhatPlanningSays() {
    TableFiles broken =
        (name, ranges) -> {
          throw LakeFiles.missing("x.parquet", new IllegalStateException());
        };
    pool = QueryPool.open(broken, shared.settings(), 1, classPath());
    assertThatThrownBy(() -> pool.ask(NEEDLE))
        .isInstanceOfSatisfying(
            TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.TABLE_DAMAGED));
    assertThat(rows(pool.ask("SELECT 1"))).hasSize(2);
  }

  @Test
  void aKilledProcessFailsNobodyElsesQueryAndIsReplaced() throws Exception {
    List<Long> before = warm(2);
    CompletableFuture<Integer> other = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(() -> {
          try {
            other.complete(rows(pool.ask("SELECT count(*) FROM range(1500000000)")).size());
          } catch (RuntimeException e) {
            other.completeExceptionally(e);
          }
        });
    PoolTurn[] query = new PoolTurn[1];
    try (QueryAnswer endless =
        pool.ask("SELECT * FROM range(1000000000000)", started -> query[0] = (PoolTurn) started)) {
      assertThat(endless.next()).isTrue();
      kill(query[0].pid());
      assertThatThrownBy(
              () -> {
                while (endless.next()) {
                  endless.row();
                }
              })
          .isInstanceOf(TrailhouseException.class)
          .hasMessageContaining("the process that ran the query broke");
    }
    assertThat(other.get(100, TimeUnit.SECONDS)).isEqualTo(2);
    reader.join();
    List<Long> after = warm(2);
    assertThat(after).hasSize(2).isNotEqualTo(before);
    assertThat(rows(pool.ask(NEEDLE))).hasSize(2);
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  /// The processes, once there are so many.
  private List<Long> warm(int processes) throws InterruptedException {
    Await.until(() -> pool.pids().size() >= processes);
    return pool.pids();
  }

  /// What waits for a process takes no turn once nobody wants it.
  @Test
  void aStatementThatWaitsCanBeGivenUp() throws Exception {
    pool = pool(Duration.ofMinutes(2), 1);
    assertThat(rows(pool.ask("SELECT 1"))).hasSize(2);
    try (QueryAnswer running = pool.ask("SELECT * FROM range(1000000000000)")) {
      assertThat(running.next()).isTrue();
      CompletableFuture<RunningQuery> waiting = new CompletableFuture<>();
      CompletableFuture<String> told =
          CompletableFuture.supplyAsync(() -> problem(() -> pool.ask(NEEDLE, waiting::complete)));
      waiting.get(60, TimeUnit.SECONDS).cancel();
      assertThat(told.get(60, TimeUnit.SECONDS)).contains("cancelled");
    }
    assertThat(rows(pool.ask(NEEDLE))).hasSize(2);
  }

  @Test
  void writesTheFileThatAnEngineInThisProcessWrites() throws Exception {
    Path file = folder.resolve("answer.parquet");
    assertThat(pool.export("SELECT eventid FROM events", file)).isOne();
    assertThat(Files.readAllBytes(file)).startsWith('P', 'A', 'R', '1');
    Path none = folder.resolve("none.parquet");
    assertThat(problem(() -> pool.export("SELECT evntid FROM events", none))).contains("eventid");
    assertThat(none).doesNotExist();
  }

  /// All statements of one asker end together, and those that come later do not begin.
  @Test
  void anAskerStopsAllThatItAsks() {
    Asker asker = new Asker();
    Sql sql = asker.over(pool);
    assertThat(rows(sql.ask(NEEDLE))).hasSize(2);
    assertThat(asker.rows()).isOne();
    try (QueryAnswer running = sql.ask("SELECT * FROM range(1000000000000)")) {
      assertThat(running.next()).isTrue();
      asker.cancel();
      assertThat(
              problem(() -> {
                while (running.next()) {
                  running.row();
                }
              }))
          .contains("cancelled");
    }
    assertThat(problem(() -> sql.ask(NEEDLE))).contains("cancelled");
    assertThat(rows(pool.ask(NEEDLE))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1",
        "SELECT * FROM range(1000000000000) a",
        "SELECT count(*) FROM range(90000000) WHERE regexp_like(rpad('', 900, 'a') || range,"
            + " '(a*)*b')"
      })
  void endsAtTheTimeLimitWhateverTheStatement(String sql) {
    pool = pool(Duration.ofSeconds(1), 1);
    assertThat(until(() -> rows(pool.ask("SELECT 1")))).hasSize(2);
    assertThatThrownBy(() -> rows(pool.ask(sql)))
        .isInstanceOf(TrailhouseException.class)
        .hasMessageContaining("took longer than its limit of 1 s");
    assertThat(until(() -> rows(pool.ask(NEEDLE)))).hasSize(2);
  }

  /// With a short limit, the first queries may have to wait for a process longer than that.
  private static List<Object> until(java.util.function.Supplier<List<Object>> query) {
    while (true) {
      try {
        return query.get();
      } catch (TrailhouseException e) {
        assertThat(e.code()).isIn(Code.QUERY_LIMIT, Code.BUSY);
      }
    }
  }

  @Test
  void cancelsAndGivesTheProcessBack() throws Exception {
    List<Long> before = warm(2);
    for (int i = 0; i < 20; i++) {
      try (QueryAnswer answer = pool.ask("SELECT * FROM range(1000000000000)")) {
        assertThat(answer.next()).isTrue();
      }
    }
    QueryAnswer answer = pool.ask("SELECT * FROM range(1000000000000)");
    answer.cancel();
    assertThatThrownBy(() -> rows(answer)).hasMessageContaining("the query was cancelled");
    assertThat(pool.pids()).isEqualTo(before);
  }

  @Test
  void knowsNothingOfTheEnvironmentOfThisProcess() throws Exception {
    long pid = warm(1).getFirst();
    assertThat(Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0", -1))
        .allMatch(entry ->
            entry.isEmpty() || entry.matches("(?:PATH|LANG|LC_\\w+|TZ|PWD|OLDPWD|_|SHLVL)=.*"));
  }

  static List<Object> rows(QueryAnswer answer) {
    List<Object> all = new ArrayList<>();
    try (answer) {
      all.add(answer.columns());
      while (answer.next()) {
        all.add(answer.row().stream().map(QueryPoolTest::comparable).toList().toString());
      }
    }
    return all;
  }

  private static String comparable(Object value) {
    return value == null ? "null" : value.getClass().getSimpleName() + " " + ValueText.of(value);
  }
}
