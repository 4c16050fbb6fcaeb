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
import org.jspecify.annotations.Nullable;

/// Answers SQL of others, each statement in a process of its own from a number of warm ones, so
/// that whatever a statement does to the engine's process, it does to nobody else: a process that
/// does not end when it is told to, or takes more memory than it may, is killed and replaced.
///
/// Safe for use by many threads. Statements beyond the number of processes wait for one.
public final class QueryPool implements AutoCloseable {
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

  /// Runs one statement, as [QueryEngine#ask] does.
  public QueryAnswer ask(String sql) {
    return ask(sql, started -> {});
  }

  /// The same for a caller that wants to be able to stop it before the first row is there.
  ///
  /// @param started gets the query as soon as it can be stopped
  public QueryAnswer ask(String sql, Consumer<RunningQuery> started) {
    WorkerRows rows = new WorkerRows(this, take());
    while (!rows.send(sql)) {
      rows = new WorkerRows(this, take());
    }
    started.accept(rows);
    rows.begin();
    return new QueryAnswer(rows);
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

  private WorkerProcess take() {
    long until = System.nanoTime() + settings.timeLimit().toNanos();
    try {
      while (!closed && System.nanoTime() - until < 0) {
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
        Code.QUERY_LIMIT,
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
