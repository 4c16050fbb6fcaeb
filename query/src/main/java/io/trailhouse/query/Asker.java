package io.trailhouse.query;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/// Somebody who asks one question, which may take several statements: knows those that run, so that
/// all of them end when nobody wants the answer any more, and counts their rows. Safe for use by
/// many threads.
public final class Asker implements RunningQuery {
  private final Set<RunningQuery> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong rows = new AtomicLong();
  private volatile boolean gone;

  /// Rows that were read, of all statements.
  public long rows() {
    return rows.get();
  }

  /// Whether nobody wants the answer any more.
  public boolean hasGone() {
    return gone;
  }

  /// Stops what runs, and whatever would be asked after that.
  @Override
  public void cancel() {
    gone = true;
    running.forEach(RunningQuery::cancel);
  }

  /// The same SQL, asked by this one. Closing it closes nothing.
  public Sql over(Sql sql) {
    return new Asked(sql);
  }

  private void began(RunningQuery query) {
    running.add(query);
    if (gone) {
      query.cancel();
    }
  }

  private final class Asked implements Sql {
    private final Sql sql;

    Asked(Sql sql) {
      this.sql = sql;
    }

    @Override
    public QueryAnswer ask(String text, Consumer<RunningQuery> started) {
      Counted counted = new Counted();
      try {
        return new QueryAnswer(counted.of(sql.ask(text, counted.told(started)).rows()));
      } catch (RuntimeException | Error e) {
        counted.end();
        throw e;
      }
    }

    @Override
    public long export(String text, Path file, Consumer<RunningQuery> started) {
      Counted counted = new Counted();
      try {
        long written = sql.export(text, file, counted.told(started));
        rows.addAndGet(written);
        return written;
      } finally {
        counted.end();
      }
    }

    @Override
    public Schema schema() {
      return sql.schema();
    }

    @Override
    public void close() {
      // it is others', too
    }
  }

  /// One statement, from its start to its end.
  private final class Counted {
    private volatile @Nullable RunningQuery query;

    Consumer<RunningQuery> told(Consumer<RunningQuery> also) {
      return started -> {
        query = started;
        began(started);
        also.accept(started);
      };
    }

    void end() {
      RunningQuery ended = query;
      if (ended != null) {
        running.remove(ended);
      }
    }

    Rows of(Rows of) {
      return new Rows() {
        @Override
        public java.util.List<QueryAnswer.Column> columns() {
          return of.columns();
        }

        @Override
        public boolean next() {
          boolean more = of.next();
          if (more) {
            rows.incrementAndGet();
          }
          return more;
        }

        @Override
        public @Nullable Object value(int column) {
          return of.value(column);
        }

        @Override
        public void cancel() {
          of.cancel();
        }

        @Override
        public void close() {
          end();
          of.close();
        }
      };
    }
  }
}
