package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/// Answers SQL of others, each statement in a process of its own from a number of warm ones, so
/// that whatever a statement does to the engine's process, it does to nobody else: a process that
/// does not end when it is told to, or takes more memory than it may, is killed and replaced.
///
/// Safe for use by many threads. Statements beyond the number of processes wait for one.
public final class QueryPool implements Sql {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration NEXT_TRY = Duration.ofSeconds(1);

  private final TableFiles files;
  private final QuerySettings settings;
  private final String classPath;
  private final BlockingDeque<WorkerProcess> idle = new LinkedBlockingDeque<>();
  private final Set<WorkerProcess> all = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          1, Thread.ofPlatform().daemon().name("query-pool").factory());
  private final ExecutorService work =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("query-pool-", 0).factory());
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  private QueryPool(TableFiles files, QuerySettings settings, String classPath) {
    this.files = files;
    this.settings = settings;
    this.classPath = classPath;
  }

  /// Starts the processes, and returns before they are warm.
  ///
  /// @param settings the bounds of one process
  public static QueryPool open(TableFiles files, QuerySettings settings, int processes) {
    String classPath = // of this process, to a process that runs in another folder
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return open(files, settings, processes, classPath);
  }

  static QueryPool open(TableFiles files, QuerySettings settings, int processes, String classPath) {
    QueryPool pool = new QueryPool(files, settings, classPath);
    for (int i = 0; i < processes; i++) {
      pool.background(pool::startOne);
    }
    long pause = (ResidentMemory.isCheap() ? Watch.LOOK : Watch.DEAR_LOOK).toMillis();
    ScheduledFuture<?> _ =
        pool.clock.scheduleWithFixedDelay(pool::weigh, pause, pause, TimeUnit.MILLISECONDS);
    return pool;
  }

  @Override
  public QueryAnswer ask(String sql, Consumer<RunningQuery> started) {
    return new QueryAnswer(begun(new WorkerWire.Order(sql, null), started));
  }

  /// The process writes the file itself: it may, while what a statement can reach may not.
  @Override
  public long export(String sql, Path file, Consumer<RunningQuery> started) {
    WorkerWire.Order order = new WorkerWire.Order(sql, file.toAbsolutePath());
    try (Rows rows = begun(order, started)) {
      return rows.next() && rows.value(0) instanceof Long written ? written : 0;
    }
  }

  private WorkerRows begun(WorkerWire.Order order, Consumer<RunningQuery> started) {
    PoolTurn turn = new PoolTurn();
    started.accept(turn);
    WorkerRows rows = new WorkerRows(this, take(turn));
    while (!rows.send(order)) {
      rows = new WorkerRows(this, take(turn));
    }
    turn.runs(rows);
    rows.begin();
    return rows;
  }

  @Override
  public Schema schema() {
    return files.schema();
  }

  /// The processes that are there now, in the order of their numbers.
  List<Long> pids() {
    return all.stream().map(WorkerProcess::pid).sorted().toList();
  }

  QuerySettings settings() {
    return settings;
  }

  TableFiles files() {
    return files;
  }

  private WorkerProcess take(PoolTurn turn) {
    long until = System.nanoTime() + settings.timeLimit().toNanos();
    try {
      while (!closed && System.nanoTime() - until < 0) {
        if (turn.isCancelled()) {
          throw QueryErrors.stopped(QueryLimit.Reason.CANCELLED, settings.timeLimit(), null);
        }
        WorkerProcess worker = idle.pollFirst(Watch.LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (worker != null && worker.isAlive()) {
          return worker;
        }
        IOException why = failure;
        if (worker == null && why != null && all.isEmpty()) {
          throw new TrailhouseException(
              Code.QUERY_LIMIT,
              String.valueOf(why.getMessage()),
              "the processes that run queries",
              "Fix what it says; a new one is tried every second",
              why);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new TrailhouseException(
        Code.BUSY,
        "other queries have taken all the time that this one had",
        "the processes that run queries",
        "Run it again");
  }

  void release(WorkerProcess worker) {
    if (closed) {
      worker.kill(null);
    } else {
      idle.addFirst(worker);
    }
  }

  private void startOne() {
    if (closed) {
      return;
    }
    Path folder = settings.scratch().folder().resolve("worker-" + UUID.randomUUID());
    QuerySettings own =
        new QuerySettings(
            settings.memory(),
            settings.threads(),
            settings.timeLimit(),
            new QuerySettings.Scratch(folder.toAbsolutePath(), settings.scratch().bytes()),
            settings.readable().stream().map(Path::toAbsolutePath).toList());
    try {
      WorkerProcess worker = WorkerProcess.start(own, classPath);
      all.add(worker);
      worker.whenEnded(() -> replace(worker));
      if (closed) {
        worker.kill(null);
        return;
      }
      makeReady(worker, own);
    } catch (IOException e) {
      failure = e;
      ScheduledFuture<?> _ = later(NEXT_TRY, () -> background(this::startOne));
    }
  }

  private void makeReady(WorkerProcess worker, QuerySettings own) {
    ScheduledFuture<?> impatience = later(LONGEST_START, () -> worker.kill(null));
    try {
      worker.awaitReady(own);
      failure = null;
      release(worker);
    } catch (IOException e) {
      failure = e;
      worker.kill(null); // and so another one takes its place
    } finally {
      impatience.cancel(false);
    }
  }

  private void replace(WorkerProcess dead) {
    idle.remove(dead);
    all.remove(dead);
    dead.clean();
    if (!closed) {
      ScheduledFuture<?> _ =
          later(failure == null ? Duration.ZERO : NEXT_TRY, () -> background(this::startOne));
    }
  }

  private void weigh() {
    long most = Watch.lastBound(settings.memory(), WorkerProcess.HEAP);
    for (WorkerProcess worker : all) {
      if (ResidentMemory.of(worker.pid()) > most) {
        worker.kill(QueryLimit.Reason.MEMORY);
      }
    }
  }

  /// Does something after a while, unless the pool is closed by then.
  ScheduledFuture<?> later(Duration after, Runnable task) {
    return clock.schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
  }

  void background(Runnable task) {
    if (!closed) {
      work.execute(task);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (WorkerProcess worker : all) {
      worker.kill(null);
      worker.clean();
    }
    work.close(); // whoever was starting a process finds it ended
    clock.shutdownNow();
  }
}
