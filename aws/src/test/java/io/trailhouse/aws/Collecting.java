package io.trailhouse.aws;

import io.trailhouse.fixture.MemorySink;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.source.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A source at work in a thread of its own, read into memory.
final class Collecting implements AutoCloseable {
  final IngestMetrics counters = new IngestMetrics();
  final QuarantineStore quarantine;
  final QuarantineStore digests;
  private final IngestPipeline pipeline;
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Source source;

  Collecting(Source source, MemorySink sink, Path folder, Duration commitEvery) {
    this.source = source;
    this.quarantine = new QuarantineStore(folder.resolve("quarantine"), () -> folder);
    this.digests = new QuarantineStore(folder.resolve("digests"), () -> folder);
    this.pipeline =
        new IngestPipeline(source, sink, quarantine, digests, counters)
            .committingEvery(commitEvery);
    this.thread = new Thread(this::run, "collecting");
    thread.start();
  }

  private void run() {
    try {
      pipeline.run(2);
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  /// Ends as `serve` does: what was read is committed, then messages are deleted.
  @Override
  public void close() throws Exception {
    pipeline.finish();
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
