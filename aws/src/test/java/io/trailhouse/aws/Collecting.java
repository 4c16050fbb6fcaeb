package io.trailhouse.aws;

import io.trailhouse.pipeline.Carrier;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.pipeline.Shelf;
import io.trailhouse.source.Source;
import io.trailhouse.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A source at work in a thread of its own, carried into memory.
final class Collecting implements AutoCloseable {
  final CarryCounters counters = new CarryCounters();
  final Shelf quarantine;
  final Shelf digests;
  private final Carrier carrier;
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Source source;

  Collecting(Source source, MemorySink sink, Path folder, Duration commitEvery) {
    this.source = source;
    this.quarantine = new Shelf(folder.resolve("quarantine"), () -> folder);
    this.digests = new Shelf(folder.resolve("digests"), () -> folder);
    this.carrier =
        new Carrier(source, sink, quarantine, digests, counters).committingEvery(commitEvery);
    this.thread = new Thread(this::carry, "collecting");
    thread.start();
  }

  private void carry() {
    try {
      carrier.carry(2);
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  /// Waits until something holds, for at most a minute.
  static void until(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it does not come true within a minute");
      }
      Thread.sleep(20);
    }
  }

  /// Ends as `serve` does: what was read is committed, then messages are deleted.
  @Override
  public void close() throws Exception {
    carrier.finish();
    thread.join();
    if (source instanceof AutoCloseable closing) {
      closing.close();
    }
    Throwable first = failure.get();
    if (first != null) {
      throw new AssertionError(first);
    }
  }
}
