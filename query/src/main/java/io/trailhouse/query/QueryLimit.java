package io.trailhouse.query;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The end of one query before its own: by its time limit, by the memory it takes or by somebody's
/// wish. Remembers which, because the engine only says that it was interrupted.
final class QueryLimit implements AutoCloseable {
  enum Reason {
    CANCELLED,
    TIME,
    MEMORY
  }

  /// How long a query may take to notice that it is to end. Most do in milliseconds; a function in
  /// the middle of a long value, and the planner, look up only now and then.
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration INSISTENCE = Duration.ofMillis(50);

  private final QueryEngine engine;
  private final ScheduledFuture<?> alarm;

  /// Held while the statement is interrupted, which can wait for as long as the engine plans it.
  private final Object interrupting = new Object();

  private @Nullable ScheduledFuture<?> patience;
  private volatile boolean closed;
  private volatile @Nullable Reason reason;
  private volatile @Nullable Statement running;
  private volatile long stoppedAt;

  /// Since when the engine has been at work without a break; 0 while it is not.
  private volatile long insideSince;

  QueryLimit(QueryEngine engine) {
    this.engine = engine;
    this.alarm = engine.watch().after(time(), () -> stop(Reason.TIME));
    engine.watch().begin(this);
  }

  Duration time() {
    return engine.settings().timeLimit();
  }

  /// Why the query was stopped; null while it was not.
  @Nullable Reason reason() {
    return reason;
  }

  /// Takes the statement that runs next, so that it can be stopped.
  <S extends Statement> S watched(S statement) throws SQLException {
    running = statement;
    if (reason != null) {
      statement.close();
      throw new SQLException("stopped before it began");
    }
    return statement;
  }

  /// Before a call into the engine: only while one lasts can a query fail to end.
  void enter() {
    insideSince = Math.max(1, System.nanoTime());
  }

  void leave() {
    insideSince = 0;
  }

  void cancel() {
    stop(Reason.CANCELLED);
  }

  /// @param atOnce whether there is no room to wait until the query notices
  void tooMuchMemory(boolean atOnce) {
    if (insideSince != 0) {
      stop(Reason.MEMORY);
      if (atOnce) {
        giveUp(Reason.MEMORY);
      }
    }
  }

  /// Interrupts again and again until the query has noticed: an interrupt that comes before a
  /// statement has really begun is lost.
  private synchronized void stop(Reason why) {
    if (reason == null && !closed) {
      stoppedAt = System.nanoTime();
      reason = why;
      patience = engine.watch().every(INSISTENCE, this::look);
      Thread.ofPlatform().daemon().name("query-interrupt").start(this::interrupts);
    }
  }

  /// Ends the process when the query has had its time to notice. Waits for no lock of the
  /// statement: while the engine plans, it holds the one that an interrupt needs.
  private void look() {
    long since = insideSince;
    Reason why = reason;
    if (since != 0 && why != null) {
      long begun = since - stoppedAt > 0 ? since : stoppedAt;
      if (System.nanoTime() - begun > GRACE.toNanos()) {
        giveUp(why);
      }
    }
  }

  private void giveUp(Reason why) {
    engine.cannotEnd(QueryErrors.stopped(why, time(), null));
  }

  private void interrupts() {
    while (!closed) {
      interrupt();
      LockSupport.parkNanos(INSISTENCE.toNanos());
    }
  }

  private void interrupt() {
    synchronized (interrupting) {
      Statement statement = running;
      try {
        if (statement != null && !closed) {
          statement.cancel();
        }
      } catch (SQLException | RuntimeException e) {
        // It has ended by itself in the meantime.
      }
    }
  }

  /// When it returns, nothing interrupts any more: the connection may be closed or used again.
  @Override
  public void close() {
    closed = true;
    synchronized (interrupting) {
      running = null;
    }
    end();
  }

  private synchronized void end() {
    engine.watch().end(this);
    alarm.cancel(false);
    if (patience != null) {
      patience.cancel(false);
    }
    insideSince = 0;
  }
}
