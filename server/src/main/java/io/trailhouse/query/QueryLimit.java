package io.trailhouse.query;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/// The end of one query before its own: by its time limit or by somebody's wish. Remembers which,
/// because the engine only says that it was interrupted.
final class QueryLimit implements AutoCloseable {
  enum Reason {
    CANCELLED,
    TIME
  }

  private static final Duration INSISTENCE = Duration.ofMillis(50);

  private final Duration time;
  private final Watch watch;
  private final ScheduledFuture<?> alarm;
  private @Nullable ScheduledFuture<?> interrupts;
  private boolean closed;
  private volatile @Nullable Reason reason;
  private volatile @Nullable Statement running;

  QueryLimit(QuerySettings settings, Watch watch) {
    this.time = settings.timeLimit();
    this.watch = watch;
    this.alarm = watch.after(time, () -> stop(Reason.TIME));
  }

  Duration time() {
    return time;
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

  void cancel() {
    stop(Reason.CANCELLED);
  }

  /// Interrupts again and again until the query has noticed: an interrupt that comes before a
  /// statement has really begun is lost.
  private synchronized void stop(Reason why) {
    if (reason == null && !closed) {
      reason = why;
      interrupts = watch.every(INSISTENCE, this::interrupt);
    }
  }

  private void interrupt() {
    Statement statement = running;
    try {
      if (statement != null) {
        statement.cancel();
      }
    } catch (SQLException e) {
      // It has ended by itself in the meantime.
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    alarm.cancel(false);
    if (interrupts != null) {
      interrupts.cancel(false);
    }
    running = null;
  }
}
