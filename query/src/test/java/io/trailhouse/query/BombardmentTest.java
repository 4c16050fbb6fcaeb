package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Hundreds of hostile statements at once: clauses SQL-5 and SQL-6 of `docs/spec/sql.md`.
class BombardmentTest {
  private static final long MEMORY = 256L << 20;
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int PROCESSES = 2;

  /// Every how many statements one is shot: each kind has several, and all of them take minutes.
  private static final int STEP = Integer.getInteger("bombardment.step", 15);

  private static final String NOT_BEGUN = "other queries have taken all the time";

  @TempDir Path folder;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong most = new AtomicLong();

  @Test
  @Timeout(value = 20 * 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyHostileStatementEndsInTimeWithinMemoryAndTellsWhy() throws Exception {
    SampleTable table = new SampleTable(folder.resolve("table"));
    table.file("a.parquet", "'e1' AS eventid, TIMESTAMP '2026-05-01 00:00:00' AS eventtime");
    QuerySettings settings =
        new QuerySettings(
            MEMORY,
            2,
            LIMIT,
            new QuerySettings.Scratch(folder.resolve("scratch"), 64L << 20),
            List.of(folder.resolve("table")));
    List<String> all = HostileStatements.all();
    assertThat(all).hasSizeGreaterThan(500);
    Queue<String> statements = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < all.size(); i += STEP) {
      statements.add(all.get(i));
    }
    try (QueryPool pool = QueryPool.open(table, settings, PROCESSES, QueryPoolTest.classPath())) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        callers.add(Thread.ofVirtual().start(() -> shoot(pool, statements)));
      }
      while (callers.stream().anyMatch(Thread::isAlive)) {
        pool.pids().forEach(pid -> most.accumulateAndGet(ResidentMemory.of(pid), Math::max));
        callers.getFirst().join(Duration.ofMillis(10));
      }
    }
    assertThat(wrong).isEmpty();
    long bound = Watch.lastBound(MEMORY, WorkerProcess.HEAP);
    assertThat(most.get()).as("bytes of a process").isLessThan(bound + (256L << 20));
  }

  private void shoot(QueryPool pool, Queue<String> statements) {
    String sql;
    while ((sql = statements.poll()) != null) {
      long begun;
      String end;
      do { // until it has a process, which is slow to come after one was killed
        begun = System.nanoTime();
        end = end(pool, sql);
      } while (end.equals(NOT_BEGUN));
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      String shown = sql.length() > 160 ? sql.substring(0, 160) + " (" + sql.length() + ")" : sql;
      if (!end.isEmpty()) {
        wrong.add(end + " <- " + shown);
      }
      if (took.compareTo(Duration.ofMinutes(2)) > 0) {
        wrong.add("took " + took + " <- " + shown);
      }
    }
  }

  /// What is wrong with the end of a statement; empty when nothing is, or that it did not begin.
  private static String end(QueryPool pool, String sql) {
    try {
      QueryPoolTest.rows(pool.ask(sql));
      return "";
    } catch (TrailhouseException e) {
      if (e.problem().startsWith(NOT_BEGUN)) {
        return NOT_BEGUN;
      }
      String told = e.problem() + " " + e.remedy();
      boolean known = e.code() == Code.QUERY_INVALID || e.code() == Code.QUERY_LIMIT;
      boolean clear = !told.matches("(?s).*(?:INTERNAL|did not expect|broke|Use \"?SET|duckdb_).*");
      return known && (clear || sql.contains("duckdb_")) ? "" : told;
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}
