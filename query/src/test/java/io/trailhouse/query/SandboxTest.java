package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.fixture.Await;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no text of a query may do: `docs/spec/sql.md`, clauses SQL-5 and SQL-6.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SandboxTest {
  @TempDir Path folder;
  private SampleTable table;
  private QueryEngine engine;

  @BeforeEach
  void openTable() {
    table = new SampleTable(folder.resolve("table"));
    table.file("a.parquet", "'e1' AS eventid, TIMESTAMP '2026-05-01 00:00:00' AS eventtime");
    engine = table.engine();
  }

  @AfterEach
  void stillAnswersAndLeavesNoFile() throws IOException {
    assertThat(count("SELECT eventid FROM events")).isOne();
    engine.close();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("a.parquet");
    }
  }

  static Stream<String> refused() throws IOException {
    try (InputStream list = SandboxTest.class.getResourceAsStream("refused.txt")) {
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.replace("(empty)", "").replace("\\n", "\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String sql) {
    assertThatThrownBy(() -> count(sql))
        .isInstanceOfSatisfying(
            TrailhouseException.class, e -> assertThat(e.code()).isEqualTo(Code.QUERY_INVALID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1",
        "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM t",
        "SELECT count(*) FROM range(1000000000000) a WHERE sqrt(range) < 0",
        "SELECT * FROM range(1000000000000) a"
      })
  void stopsAnEndlessQueryAtItsTimeLimit(String sql) {
    QuerySettings brief =
        QuerySettings.of(folder.resolve("table/scratch"), List.of(folder.resolve("table")))
            .timeLimit(Duration.ofMillis(700));
    try (QueryEngine limited = table.engine(brief)) {
      assertThatThrownBy(() -> count(limited, sql))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.QUERY_LIMIT);
                assertThat(e.problem()).contains("took longer than its limit");
              });
      assertThat(count(limited, "SELECT 1")).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = -1",
        "SELECT * FROM range(1000000000000) a"
      })
  void cancelsFromAnotherThreadAndSaysSo(String sql) throws Exception {
    CompletableFuture<Long> running = new CompletableFuture<>();
    AtomicReference<@Nullable RunningQuery> session = new AtomicReference<>();
    Thread reader =
        Thread.startVirtualThread(() -> {
          try (QueryAnswer answer = engine.ask(sql, session::set)) {
            while (answer.next()) {
              answer.row();
            }
            running.complete(0L);
          } catch (RuntimeException e) {
            running.completeExceptionally(e);
          }
        });
    Await.until(() -> session.get() != null);
    Objects.requireNonNull(session.get()).cancel(); // whether it has begun or is about to
    assertThatThrownBy(() -> running.get(5, TimeUnit.MINUTES))
        .hasCauseInstanceOf(TrailhouseException.class)
        .hasMessageContaining("the query was cancelled");
    reader.join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT list(repeat(range::varchar, 50)) FROM range(20000000)",
        "SELECT array_agg(a.range) FROM range(100000) a, range(100000) b",
        "SELECT count(DISTINCT a.range * 100000 + b.range) FROM range(100000) a, range(100000) b"
      })
  void staysWithinItsMemory(String sql) {
    QuerySettings small =
        new QuerySettings(
            128L << 20,
            2,
            Duration.ofSeconds(40),
            new QuerySettings.Scratch(folder.resolve("table/scratch"), 64L << 20),
            List.of(folder.resolve("table")));
    try (QueryEngine limited = table.engine(small)) {
      assertThatThrownBy(() -> count(limited, sql))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.QUERY_LIMIT);
                assertThat(e.problem()).startsWith("the query needs more");
              });
      assertThat(count(limited, "SELECT 1")).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT repeat('x', 4000000000)",
        "SELECT lpad('x', 2000000000, 'y')",
        "SELECT rpad('x', 2000000000, 'y')",
        "SELECT len(range(10000000000))",
        "SELECT len(generate_series(1, 10000000000))",
        "SELECT len(sequence(1, 10000000000))",
        "SELECT len(list_resize([1], 1000000000))",
        "SELECT len(bitstring('1', 2000000000))",
        "SELECT format('%1000000000d', 1)",
        "SELECT len(printf('%1000000000d', 1))",
        "SELECT system.main.repeat('x', 4000000000)"
      })
  void refusesToMakeAHugeValueOutOfASmallOne(String sql) {
    assertThatThrownBy(() -> count(sql)).isInstanceOf(TrailhouseException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          SELECT levenstein_distance('a', 'b') ; there is no function levenstein_distance ; Did you mean levenshtein_distance?
          SELECT json_serialize_plan('x') ; a query may not call json_serialize_plan(): it takes SQL ; docs/sql.md lists
          WITH v AS (SELECT 1) SELECT (WITH duckdb_views AS (SELECT 1) SELECT 1) FROM duckdb_views ; there is no table duckdb_views ; The tables are events
          SELECT list_reduce(['a'], lambda s, x: s || s) ; what a reduction carries on stands in its result more than once ; Let each step add
          SELECT replace(rpad('', 5000, 'a'), 'a', rpad('', 5000, 'b')) ; the result would be longer than 1,000,000 ; docs/sql.md
          SELECT CAST(1 AS variant) ; there is no type variant ; Use varchar
          """)
  void saysWhatIsRefusedAndWhatToWriteInstead(String sql, String problem, String remedy) {
    assertThatThrownBy(() -> count(sql))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.problem()).startsWith(problem);
              assertThat(e.remedy()).contains(remedy);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH a AS (SELECT eventid FROM events), b AS (SELECT * FROM a) SELECT * FROM b, a",
        "WITH events AS (SELECT * FROM events WHERE eventid = 'e1') SELECT * FROM events",
        "WITH a AS (SELECT 1 AS x) SELECT (SELECT max(x) FROM a) FROM events",
        "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t WHERE x < 1) SELECT *"
            + " FROM t",
        "SELECT * FROM (WITH a AS (SELECT 1 AS x) SELECT * FROM a)",
        "WITH A AS (SELECT 1 AS x) SELECT * FROM a",
        "SELECT list_reduce(['a', 'b'], lambda s, x: CASE WHEN s = '' THEN x ELSE s || ',' || x"
            + " END)",
        "SELECT replace(replace(replace(replace(replace('a', 'a', 'b'), 'b', 'c'), 'c', 'd'), 'd',"
            + " 'e'), 'e', 'f')",
        "SELECT try(replace(eventid, 'e', 'f')), regexp_replace(eventid, '(e)', '$1$1') FROM"
            + " events",
        "SELECT array_join(array_agg(eventid), ',') FROM events"
      })
  void letsPassWhatOnlyReads(String sql) {
    assertThat(count(sql)).isOne();
  }

  @Test
  void aQueryThatDoesNotEndIsHandedToWhoeverCanEndTheProcess() throws Exception {
    QuerySettings brief =
        QuerySettings.of(folder.resolve("table/scratch"), List.of(folder.resolve("table")))
            .timeLimit(Duration.ofMillis(50));
    CompletableFuture<TrailhouseException> given = new CompletableFuture<>();
    try (QueryEngine limited = QueryEngine.open(table, brief, given::complete);
        QueryLimit limit = new QueryLimit(limited)) {
      limit.enter(); // and it never leaves
      assertThat(given.get(50, TimeUnit.SECONDS).problem()).contains("took longer than its limit");
    }
  }

  @Test
  void memoryThatTheEngineDoesNotCountEndsAQueryToo() {
    CompletableFuture<TrailhouseException> given = new CompletableFuture<>();
    QuerySettings usual =
        QuerySettings.of(folder.resolve("table/scratch"), List.of(folder.resolve("table")));
    try (QueryEngine limited = QueryEngine.open(table, usual, given::complete);
        QueryLimit limit = new QueryLimit(limited)) {
      limit.tooMuchMemory(false);
      assertThat(limit.reason()).as("nothing is inside the engine").isNull();
      limit.enter();
      limit.tooMuchMemory(true);
      assertThat(limit.reason()).isEqualTo(QueryLimit.Reason.MEMORY);
      assertThat(given.join().problem()).contains("needs more memory than it may use");
    }
  }

  @Test
  void takesUpWorkAgainAfterTheEngineItselfBroke() {
    engine.reopen();
    assertThat(count("SELECT json_extract_scalar('{\"a\":1}', '$.a') FROM events")).isOne();
  }

  @Test
  void keepsQueriesApart() {
    try (QueryAnswer one = engine.ask("SELECT * FROM range(100000)");
        QueryAnswer two = engine.ask("SELECT eventid FROM events")) {
      assertThat(one.next()).isTrue();
      assertThat(two.next()).isTrue();
      assertThat(two.value(0)).isEqualTo("e1");
      assertThat(one.next()).isTrue();
    }
  }

  @Test
  void tellsTheReasonOfAFailureInTheMiddleOfAnAnswer() {
    String sql = "SELECT CAST(if(range = 90000, 'x', '1') AS bigint) FROM range(100000)";
    assertThatThrownBy(() -> count(sql)).hasMessageContaining("cannot cast 'x'");
    String early = "SELECT CAST('x' || range AS bigint) FROM range(10)";
    assertThatThrownBy(() -> count(early))
        .hasMessageContaining("cannot cast 'x0'")
        .isInstanceOfSatisfying(
            TrailhouseException.class, e -> assertThat(e.place()).startsWith("line 1, column 8"));
  }

  private long count(String sql) {
    return count(engine, sql);
  }

  private static long count(QueryEngine engine, String sql) {
    long rows = 0;
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        answer.row();
        rows++;
      }
    }
    return rows;
  }
}
