package io.trailhouse.serve;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.EventAppender;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The one appender that all sources share, made anew after a failure. For any number of threads.
public final class Appenders {
  private final Lake lake;
  private final AppendOptions options;
  private final InstantSource clock;
  private @Nullable EventAppender current;

  public Appenders(Lake lake, AppendOptions options, InstantSource clock) {
    this.lake = lake;
    this.options = options;
    this.clock = clock;
  }

  /// The appender that works, opened when there is none.
  public synchronized EventAppender current() {
    EventAppender open = current;
    if (open == null) {
      open = EventAppender.open(lake, options, clock);
      current = open;
    }
    return open;
  }

  /// Whoever had a failure with an appender says so; the next one who asks gets another.
  public synchronized void failed(EventAppender failed) {
    if (current == failed) {
      current = null;
    }
  }
}
