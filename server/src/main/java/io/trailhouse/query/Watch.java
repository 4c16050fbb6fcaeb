package io.trailhouse.query;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Calls a query back when its time is over. One thread serves all queries of an engine.
final class Watch implements AutoCloseable {
  private final ScheduledExecutorService clock;

  Watch() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "query-time-limit");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    clock = executor;
  }

  ScheduledFuture<?> after(Duration limit, Runnable call) {
    return clock.schedule(call, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  ScheduledFuture<?> every(Duration pause, Runnable call) {
    return clock.scheduleWithFixedDelay(call, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
