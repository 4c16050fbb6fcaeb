package io.trailhouse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.destination.Sink;
import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.ReadReport;
import io.trailhouse.fixture.MemorySink;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The order of a batch's steps: it is written, it takes effect as a whole, only then the source
/// may forget its files. Whatever breaks off between two of them, the same files brought again lose
/// nothing and double nothing (spec: import.md; collect.md, Q4).
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class IngestPipelineTest {
  private static final int FILES = 7;
  private static final int RECORDS = 5;

  @TempDir private Path folder;
  private final MemorySink memory = new MemorySink(2 * RECORDS);
  private final Waiting waiting = new Waiting();
  private final IngestMetrics counters = new IngestMetrics();

  /// Where a run is broken off.
  enum Break {
    WHILE_WRITING,
    BEFORE_THE_COMMIT,
    AFTER_THE_COMMIT,
    BEFORE_ANY_FILE_IS_FORGOTTEN,
    AFTER_THE_FIRST_FILE_IS_FORGOTTEN
  }

  /// Files that wait until they are released, as messages in a queue do.
  private final class Waiting implements Source {
    private final Map<String, Integer> files = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> given = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger released = new AtomicInteger();
    private volatile int failAfterReleases = Integer.MAX_VALUE;
    private volatile RuntimeException end;

    Waiting() {
      IntStream.range(0, FILES).forEach(number -> files.put("file-" + number, number));
    }

    @Override
    public void emit(Listener listener) throws InterruptedException {
      for (Map.Entry<String, Integer> file : Map.copyOf(files).entrySet()) {
        listener.found(1, 1);
        listener.take(new Lent(file.getKey(), file.getValue()));
      }
      if (end != null) {
        throw end;
      }
    }
  }

  /// One file on loan.
  private final class Lent implements SourceFile {
    private final String name;
    private final int number;

    Lent(String name, int number) {
      this.name = name;
      this.number = number;
    }

    @Override
    public LogFile file() {
      return new LogFile(name, "1", 100, LogFileName.of(name), Instant.EPOCH);
    }

    @Override
    public InputStream open() {
      String records =
          IntStream.range(0, RECORDS)
              .mapToObj(
                  i -> "{\"eventVersion\":\"1.08\",\"eventID\":\"e-%d-%d\"}".formatted(number, i))
              .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
      return new ByteArrayInputStream(records.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void ack() {
      assertThat(memory.knows(file())).as("%s is safe before it is forgotten", name).isTrue();
      if (waiting.released.get() >= waiting.failAfterReleases) {
        throw new IllegalStateException("broken off");
      }
      waiting.released.incrementAndGet();
      waiting.files.remove(name);
    }

    @Override
    public void nack(String reason) {
      waiting.given.add(name);
    }
  }

  /// A sink that breaks off at a chosen step, once.
  private final class Breaking implements Sink {
    private final Break place;
    private boolean broken;

    Breaking(Break place) {
      this.place = place;
    }

    private synchronized void at(Break step) {
      if (step == place && !broken) {
        broken = true;
        throw new IllegalStateException("broken off");
      }
    }

    @Override
    public boolean knows(LogFile file) {
      return memory.knows(file);
    }

    @Override
    public SinkBatch begin() {
      return new BreakingBatch(this, memory.begin());
    }
  }

  /// One batch of such a sink.
  private record BreakingBatch(Breaking sink, SinkBatch real) implements SinkBatch {
    @Override
    public void start(LogFile file) {
      real.start(file);
    }

    @Override
    public void write(EventBatch events) {
      sink.at(Break.WHILE_WRITING);
      real.write(events);
    }

    @Override
    public void end(ReadReport report) {
      real.end(report);
    }

    @Override
    public void abandon() {
      real.abandon();
    }

    @Override
    public boolean isFull() {
      return real.isFull();
    }

    @Override
    public boolean isEmpty() {
      return real.isEmpty();
    }

    @Override
    public List<FileResult> commit() {
      sink.at(Break.BEFORE_THE_COMMIT);
      List<FileResult> results = real.commit();
      sink.at(Break.AFTER_THE_COMMIT);
      return results;
    }
  }

  private IngestPipeline pipeline(Sink sink) {
    return pipeline(waiting, sink);
  }

  private IngestPipeline pipeline(Source source, Sink sink) {
    Path scratch = folder.resolve("tmp");
    return new IngestPipeline(
        source,
        sink,
        new QuarantineStore(folder.resolve("quarantine"), () -> scratch),
        new QuarantineStore(folder.resolve("digests"), () -> scratch),
        counters);
  }

  private void requireAllOnce() {
    Set<String> all = new TreeSet<>();
    for (int file = 0; file < FILES; file++) {
      for (int record = 0; record < RECORDS; record++) {
        all.add("e-" + file + "-" + record);
      }
    }
    assertThat(memory.ids()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(memory.committed()).as("each file once").hasSize(FILES);
    assertThat(waiting.files).as("all may be forgotten").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void brokenOffAnywhereNothingIsLostOrDoubledOnceTheFilesCameAgain(Break place) throws Exception {
    for (int workers = 1; workers <= 3; workers += 2) {
      if (place == Break.BEFORE_ANY_FILE_IS_FORGOTTEN) {
        waiting.failAfterReleases = 0;
      } else if (place == Break.AFTER_THE_FIRST_FILE_IS_FORGOTTEN) {
        waiting.failAfterReleases = 1;
      }
      if (workers == 1) {
        assertThatThrownBy(() -> pipeline(new Breaking(place)).run(1)).hasMessage("broken off");
        assertThat(waiting.files).isNotEmpty();
        waiting.failAfterReleases = Integer.MAX_VALUE;
      }
      pipeline(memory).run(workers);
      requireAllOnce();
    }
  }

  @Test
  void aQuarantineThatFailsBetweenCommitAndForgettingLosesNothing() throws Exception {
    Path noFolder = Files.createFile(folder.resolve("quarantine"));
    assertThatThrownBy(() -> pipeline(memory).run(1)).hasRootCauseInstanceOf(IOException.class);
    assertThat(memory.committed()).isNotEmpty();
    assertThat(waiting.released.get()).isZero();
    Files.delete(noFolder);
    pipeline(memory).run(1);
    requireAllOnce();
  }

  /// Others may count on what it has taken.
  @Test
  void theBatchOfAWorkerThatFailedIsDropped() throws Exception {
    Files.createFile(folder.resolve("quarantine"));
    assertThatThrownBy(() -> pipeline(memory).run(1)).hasRootCauseInstanceOf(IOException.class);
    assertThat(memory.dropped()).isOne();
  }

  @Test
  void whatWasLentBeforeTheSourceFailedIsCommitted() throws Exception {
    waiting.end = new IllegalStateException("the source fails");
    assertThatThrownBy(() -> pipeline(memory).run(2)).hasMessage("the source fails");
    requireAllOnce();
    assertThat(memory.dropped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anErrorOfTheSourceLeavesNoWorkerBehind(int workers) {
    Source source =
        listener -> {
          throw new StackOverflowError();
        };
    IngestPipeline pipeline = pipeline(source, memory);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    assertThatThrownBy(() -> pipeline.run(workers)).isInstanceOf(StackOverflowError.class);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .filteredOn(thread -> thread.getName().startsWith("ingest-"))
        .isEmpty();
  }

  @Test
  void finishedFromOutsideItCommitsWhatItReadAndGivesTheRestBack() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch allLent = new CountDownLatch(1);
    Source source =
        listener -> {
          for (int number = 0; number < FILES; number++) {
            listener.take(new Lent("file-" + number, number));
          }
          allLent.countDown();
          new CountDownLatch(1).await(); // until it is interrupted
        };
    IngestPipeline pipeline =
        pipeline(source, waitingFor(first, goOn)).committingEvery(Duration.ofHours(1));
    Thread running =
        new Thread(() -> {
          try {
            pipeline.run(1);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    running.start();
    first.await();
    allLent.await();
    pipeline.finish();
    goOn.countDown();
    running.join();
    assertThat(memory.committed()).extracting(LogFile::origin).contains("file-0");
    assertThat(memory.committed().size() + waiting.given.size()).isEqualTo(FILES);
    assertThat(waiting.files).hasSameSizeAs(waiting.given);
  }

  /// The sink, which says that it is asked for the first time and waits until it may answer.
  private Sink waitingFor(CountDownLatch asked, CountDownLatch goOn) {
    return new Sink() {
      @Override
      public boolean knows(LogFile file) {
        asked.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return memory.knows(file);
      }

      @Override
      public SinkBatch begin() {
        return memory.begin();
      }
    };
  }
}
