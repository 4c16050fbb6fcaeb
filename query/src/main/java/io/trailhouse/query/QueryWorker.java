package io.trailhouse.query;

import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The process in which queries of others run, one at a time, for a [QueryPool] at the other end of
/// its standard input and output. It knows no catalog, no configuration and no key: which files to
/// read it asks the pool. It ends when the pool does.
public final class QueryWorker {
  /// A statement of each kind of work, so that the first query finds its code loaded.
  private static final List<String> WARM_UP =
      List.of(
          "SELECT eventname, count(*) FROM events WHERE eventid = 'x' AND eventtime > now() GROUP"
              + " BY 1",
          "SELECT json_extract_scalar('{\"a\":\"b\"}', '$.a'), regexp_like('a', 'b'), eventjson"
              + " FROM events WHERE eventtime > timestamp '2000-01-01' ORDER BY eventtime LIMIT 1");

  /// None that Java itself ends with.
  private static final int BROKEN = 70;

  private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(2);
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final DataInputStream in;
  private final DataOutputStream out;
  private final BlockingQueue<WorkerWire.Order> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Object> planned = new LinkedBlockingQueue<>();
  private volatile @Nullable RunningQuery running;

  /// Whether the newest statement is not wanted any more, which may be before it runs.
  private volatile boolean cancelled;

  private QueryWorker(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// Serves one pool until it hangs up.
  public static void main(String[] words) throws IOException {
    FileOutputStream pool = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // nothing but messages reaches the pool
    new QueryWorker(
            new DataInputStream(new BufferedInputStream(System.in)),
            new DataOutputStream(new BufferedOutputStream(pool, 1 << 16)))
        .serve();
  }

  private void serve() throws IOException {
    try {
      while (true) {
        int kind = in.readUnsignedByte();
        switch (kind) {
          case WorkerWire.SETTINGS -> start(WorkerWire.settings(in));
          case WorkerWire.ASK -> {
            cancelled = false;
            asked.add(new WorkerWire.Order(WorkerWire.text(in), null));
          }
          case WorkerWire.EXPORT -> {
            cancelled = false;
            asked.add(new WorkerWire.Order(WorkerWire.text(in), Path.of(WorkerWire.text(in))));
          }
          case WorkerWire.CANCEL -> cancel();
          case WorkerWire.PLANNED -> planned.add(WorkerWire.plan(in));
          case WorkerWire.PLAN_FAILED -> planned.add(WorkerWire.problem(in));
          default -> throw new IOException("a message of unknown kind " + kind);
        }
      }
    } catch (EOFException e) {
      Runtime.getRuntime().halt(0); // the pool is gone, and whatever runs is for nobody
    }
  }

  private void cancel() {
    cancelled = true;
    RunningQuery query = running;
    if (query != null) {
      query.cancel();
    }
  }

  private void start(QuerySettings settings) {
    Thread thread = new Thread(() -> answerAll(settings), "query");
    thread.setDaemon(true);
    thread.start();
  }

  private void answerAll(QuerySettings settings) {
    try {
      QueryEngine engine = QueryEngine.open(new AskedFiles(), settings, LastResort.WAIT);
      warmUp(settings);
      out.writeByte(WorkerWire.READY);
      out.flush();
      while (true) {
        answer(engine, asked.take());
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("the query process ends: " + e); // the pool shows it when it is not ready
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  private static void warmUp(QuerySettings settings) {
    TableFiles none =
        (table, ranges) -> new TableFiles.Plan(EventSchema.schema(), List.of(), false);
    try (QueryEngine engine = QueryEngine.open(none, settings.timeLimit(WARM_UP_LIMIT))) {
      for (String statement : WARM_UP) {
        try (QueryAnswer answer = engine.ask(statement)) {
          while (answer.next()) {
            answer.row();
          }
        }
      }
    }
  }

  private void answer(QueryEngine engine, WorkerWire.Order order) throws IOException {
    TrailhouseException problem = null;
    try {
      answered(engine, order);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException | StackOverflowError e) {
      problem = problemOf(e);
    } finally {
      running = null;
    }
    if (problem == null) {
      out.writeByte(WorkerWire.END);
    } else {
      out.writeByte(WorkerWire.FAILED);
      WorkerWire.problem(out, problem);
    }
    out.flush();
  }

  private void answered(QueryEngine engine, WorkerWire.Order order) throws IOException {
    Path file = order.file();
    if (file == null) {
      try (QueryAnswer answer = engine.ask(order.sql(), this::started)) {
        send(answer);
      }
      return;
    }
    long written = engine.export(order.sql(), file, this::started);
    out.writeByte(WorkerWire.COLUMNS);
    WorkerWire.columns(out, List.of(new QueryAnswer.Column("rows", "BIGINT")));
    out.writeByte(WorkerWire.ROW);
    WireValues.write(out, written);
  }

  private void started(RunningQuery query) {
    running = query;
    if (cancelled) {
      query.cancel();
    }
  }

  private void send(QueryAnswer answer) {
    try {
      out.writeByte(WorkerWire.COLUMNS);
      WorkerWire.columns(out, answer.columns());
      out.flush();
      long flushed = System.nanoTime();
      while (answer.next()) {
        List<@Nullable Object> row = answer.row(); // whole, or not at all: it may fail on the way
        out.writeByte(WorkerWire.ROW);
        for (Object value : row) {
          WireValues.write(out, value);
        }
        if (System.nanoTime() - flushed > FLUSH_NANOS) {
          out.flush();
          flushed = System.nanoTime();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrailhouseException problemOf(Throwable thrown) {
    return Causes.of(thrown, "the query")
        .orElseGet(() ->
            new TrailhouseException(
                Code.QUERY_INVALID,
                "the query failed in a way that Trailhouse did not expect: " + thrown,
                "the query",
                "Write the query in another way, and report it",
                thrown));
  }

  /// Which files there are, as the pool says.
  private final class AskedFiles implements TableFiles {
    @Override
    public Plan plan(String table, EventRanges ranges) {
      try {
        out.writeByte(WorkerWire.PLAN);
        WorkerWire.text(out, table);
        WorkerWire.ranges(out, ranges);
        out.flush();
        Object answer = planned.take();
        if (answer instanceof TrailhouseException problem) {
          throw problem;
        }
        return (Plan) answer;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
