package io.trailhouse.query;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends queries whose time is over or that take more memory than there is for them. One for all
/// queries of an engine.
///
/// The engine counts what it keeps, not what its functions make on their way: so the process is
/// measured from outside, as the system does it.
final class Watch implements AutoCloseable {
  private static final long MIB = 1024 * 1024;

  /// What a process takes besides heap and query memory: code, its own tables, stacks, and what an
  /// allocator keeps for next time.
  private static final long OVERHEAD = 512 * MIB;

  static final Duration LOOK = Duration.ofMillis(20);

  /// With `ps` a look is a process.
  static final Duration DEAR_LOOK = Duration.ofMillis(500);

  private final long memory;
  private final ScheduledExecutorService clock = executor("query-time-limit");
  private final ScheduledExecutorService scales = executor("query-memory-limit");
  private final Set<QueryLimit> queries = ConcurrentHashMap.newKeySet();

  /// @param memory bytes that the engine may use
  Watch(long memory) {
    this.memory = memory;
    long pause = (ResidentMemory.isCheap() ? LOOK : DEAR_LOOK).toMillis();
    ScheduledFuture<?> _ =
        scales.scheduleWithFixedDelay(this::weigh, pause, pause, TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService executor(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  ScheduledFuture<?> after(Duration limit, Runnable call) {
    return clock.schedule(call, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  ScheduledFuture<?> every(Duration pause, Runnable call) {
    return clock.scheduleWithFixedDelay(call, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  void begin(QueryLimit query) {
    queries.add(query);
  }

  void end(QueryLimit query) {
    queries.remove(query);
  }

  /// How much a process with such an engine may take.
  ///
  /// @param memory of the engine
  /// @param heap of Java
  static long bound(long memory, long heap) {
    return memory + heap + OVERHEAD;
  }

  /// Beyond this there is no time to wait until a query notices.
  static long lastBound(long memory, long heap) {
    return bound(memory, heap) + Math.max(256 * MIB, memory / 4);
  }

  private void weigh() {
    if (queries.isEmpty()) {
      return;
    }
    long taken = ResidentMemory.of(ProcessHandle.current().pid());
    long heap = Runtime.getRuntime().totalMemory();
    if (taken > bound(memory, heap)) {
      boolean atOnce = taken > lastBound(memory, heap);
      queries.forEach(query -> query.tooMuchMemory(atOnce));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    scales.shutdownNow();
  }
}
