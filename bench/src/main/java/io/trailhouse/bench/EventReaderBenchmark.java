package io.trailhouse.bench;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// Gunzip, hash and spans: a log file's bytes to its batch. One operation is one log file of the
/// main set, 97 records in the mean.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventReaderBenchmark {
  private static final int FILES = 400;

  private LogFiles files = new LogFiles(java.util.List.of());
  private final EventReader reader = new EventReader();

  @Setup
  public void load() throws IOException {
    files = LogFiles.sample(FILES);
  }

  @Benchmark
  @OperationsPerInvocation(FILES)
  public void read(Blackhole sink) throws IOException {
    for (byte[] file : files.gzipped()) {
      reader.read(new ByteArrayInputStream(file), (EventBatch batch) -> sink.consume(batch));
    }
  }
}
