package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/// The rows that a process of a [QueryPool] gives. The process is free again when they have ended,
/// or when nobody wants them any more and it has noticed.
final class WorkerRows implements Rows {
  /// With what Java ends when its heap is full: the flag `ExitOnOutOfMemoryError`.
  private static final int OUT_OF_HEAP = 3;

  /// With what Java ends when the system gives it no more: the hard bound of the process.
  private static final int OUT_OF_MEMORY = 1;

  private final QueryPool pool;
  private final WorkerProcess worker;
  private final ScheduledFuture<?> alarm;
  private List<QueryAnswer.Column> columns = List.of();
  private List<@Nullable Object> row = List.of();
  private boolean ended;
  private boolean cancelled;

  WorkerRows(QueryPool pool, WorkerProcess worker) {
    this.pool = pool;
    this.worker = worker;
    Duration last = pool.settings().timeLimit().plus(QueryLimit.GRACE);
    this.alarm = pool.later(last, () -> kill(QueryLimit.Reason.TIME));
  }

  /// Sends the statement; false when the process had ended before, so that another one can have it.
  boolean send(WorkerWire.Order order) {
    try {
      synchronized (worker.out) {
        WorkerWire.order(worker.out, order);
        worker.out.flush();
      }
      return true;
    } catch (IOException e) {
      worker.kill(null);
      end(false);
      return false;
    }
  }

  /// Waits for the answer's columns.
  void begin() {
    try {
      advance();
    } catch (IOException e) {
      throw died(e);
    }
  }

  long pid() {
    return worker.pid();
  }

  @Override
  public List<QueryAnswer.Column> columns() {
    return columns;
  }

  @Override
  public @Nullable Object value(int column) {
    return row.get(column);
  }

  @Override
  public boolean next() {
    if (ended) {
      return false;
    }
    try {
      return advance();
    } catch (IOException e) {
      throw died(e);
    }
  }

  /// Reads up to what the caller waits for; false at the end.
  private boolean advance() throws IOException {
    while (true) {
      int kind = worker.in.readUnsignedByte();
      switch (kind) {
        case WorkerWire.PLAN -> plan(WorkerWire.text(worker.in), WorkerWire.ranges(worker.in));
        case WorkerWire.COLUMNS -> {
          columns = WorkerWire.columns(worker.in);
          return true;
        }
        case WorkerWire.ROW -> {
          row = values();
          return true;
        }
        case WorkerWire.END -> {
          end(true);
          return false;
        }
        case WorkerWire.FAILED -> {
          TrailhouseException problem = WorkerWire.problem(worker.in);
          end(true);
          throw problem;
        }
        default -> throw new IOException("a message of unknown kind " + kind);
      }
    }
  }

  private List<@Nullable Object> values() throws IOException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(WireValues.read(worker.in));
    }
    return values;
  }

  private void plan(String table, EventRanges ranges) throws IOException {
    TableFiles.@Nullable Plan plan = null;
    TrailhouseException problem = null;
    try {
      plan = pool.files().plan(table, ranges);
    } catch (TrailhouseException e) {
      problem = e;
    }
    synchronized (worker.out) {
      if (plan != null) {
        worker.out.writeByte(WorkerWire.PLANNED);
        WorkerWire.plan(worker.out, plan);
      } else if (problem != null) {
        worker.out.writeByte(WorkerWire.PLAN_FAILED);
        WorkerWire.problem(worker.out, problem);
      }
      worker.out.flush();
    }
  }

  /// @param free whether the process can take the next statement
  private synchronized void end(boolean free) {
    if (!ended) {
      ended = true;
      alarm.cancel(false);
      if (free) {
        pool.release(worker);
      }
    }
  }

  private TrailhouseException died(IOException cause) {
    worker.kill(null);
    int code = worker.exitCode();
    end(false);
    QueryLimit.Reason reason = worker.killedFor();
    if (reason == null && (code == OUT_OF_HEAP || code == OUT_OF_MEMORY)) {
      reason = QueryLimit.Reason.MEMORY;
    }
    if (reason != null) {
      return QueryErrors.stopped(reason, pool.settings().timeLimit(), null);
    }
    return new TrailhouseException(
        Code.QUERY_LIMIT,
        "the process that ran the query broke (exit code " + code + ")",
        "the query",
        "Write the query in another way, and report it",
        cause);
  }

  /// Holds the same lock as [#end], so that it never reaches the next statement of the process.
  @Override
  public synchronized void cancel() {
    if (ended || cancelled) {
      return;
    }
    cancelled = true;
    ScheduledFuture<?> _ = pool.later(QueryLimit.GRACE, () -> kill(QueryLimit.Reason.CANCELLED));
    try {
      synchronized (worker.out) {
        worker.out.writeByte(WorkerWire.CANCEL);
        worker.out.flush();
      }
    } catch (IOException e) {
      worker.kill(QueryLimit.Reason.CANCELLED);
    }
  }

  private synchronized void kill(QueryLimit.Reason reason) {
    if (!ended) {
      worker.kill(reason);
    }
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  /// Gives the rest of the rows up, and returns at once.
  @Override
  public void close() {
    if (!hasEnded()) {
      cancel();
      pool.background(this::drain);
    }
  }

  private void drain() {
    try {
      while (advance()) {
        row = List.of();
      }
    } catch (IOException e) {
      died(e);
    } catch (TrailhouseException e) {
      // It says that it was cancelled, which is what was wanted.
    }
  }
}
