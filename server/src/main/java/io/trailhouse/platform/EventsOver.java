package io.trailhouse.platform;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import io.trailhouse.lake.commit.StoredEvents;
import io.trailhouse.problem.FileReason;
import io.trailhouse.source.FolderSource;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import io.trailhouse.source.StandardInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads event records without storing anything: those of files and folders, as `import` would and
/// in the order in which it would, or those of the table.
///
/// One thread reads; any other may ask how far it is.
public final class EventsOver {
  private final Path home;
  private final List<String> problems = new ArrayList<>();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private volatile double share;

  /// @param home whose `tmp` takes what has to be unpacked; need not exist, then the system's does
  public EventsOver(Path home) {
    this.home = home;
  }

  /// Gets the records of one file after the other.
  @FunctionalInterface
  public interface Taker {
    /// Takes the record of a row.
    ///
    /// @param object the log file it stands in
    /// @param index its number among the file's records, from 0; -1 when that is not known
    void take(String object, EventBatch batch, int row, long index);

    /// Called now and then between records: after each batch of a file, each chunk of the table.
    default void pause() {}
  }

  /// Reads everything under some paths.
  ///
  /// @param paths files, folders and archives that exist
  public void read(List<Path> paths, Taker taker) throws InterruptedException {
    deliver(scratch -> new FolderSource(paths, scratch), taker);
  }

  /// Reads one log file from a stream.
  public void read(InputStream in, Taker taker) throws InterruptedException {
    deliver(scratch -> new StandardInput(in, scratch, InstantSource.system()), taker);
  }

  private void deliver(Function<Path, Source> source, Taker taker) throws InterruptedException {
    if (Files.isWritable(home)) { // what a kill leaves there, the next command removes
      try (Scratch scratch = Scratch.open(home.resolve("tmp"))) {
        source.apply(scratch.folder()).emit(new Reading(taker));
      }
      return;
    }
    try {
      Path scratch = Files.createTempDirectory("trailhouse-");
      try {
        source.apply(scratch).emit(new Reading(taker));
      } finally {
        delete(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the events of the table from one moment, included, to another, not included: those of a
  /// day before those of the next.
  public void readTable(
      Platform platform, @Nullable Instant from, @Nullable Instant to, Taker taker) {
    try (StoredEvents stored = new StoredEvents(platform.lake(), from, to, null)) {
      stored.read(chunk -> {
        for (int row = 0; row < chunk.events().rows(); row++) {
          taker.take(chunk.origins().get(row), chunk.events(), row, -1);
        }
        taker.pause();
        events.addAndGet(chunk.events().rows());
        share = (chunk.start().row() + 1.0) / stored.rows();
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /// How many files have been read.
  public long files() {
    return files.get();
  }

  /// How many records have been read.
  public long events() {
    return events.get();
  }

  /// How much of the table has been read, from 0 to 1; of files that is not foreseen.
  public double share() {
    return share;
  }

  /// What could not be read, for people; may hold text from outside.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private final class Reading implements Source.Listener {
    private final EventReader reader = new EventReader();
    private final Taker taker;
    private long first;

    Reading(Taker taker) {
      this.taker = taker;
    }

    @Override
    public void take(SourceFile delivery) {
      first = 0;
      try (InputStream in = delivery.open()) {
        ReadReport report =
            reader.read(
                in,
                delivery.storedSize(),
                read -> {
                  EventBatch batch = read.of(delivery.file().facts());
                  for (int row = 0; row < batch.rows(); row++) {
                    taker.take(delivery.file().origin(), batch, row, first++);
                  }
                  taker.pause();
                });
        if (!report.problems().isEmpty()) {
          ReadReport.ParseProblem problem = report.problems().get(0);
          problems.add(
              "%s, at byte %,d: %s"
                  .formatted(delivery.file().origin(), problem.offset(), problem.problem()));
        } else if (report.content() == ReadReport.Content.FOREIGN) {
          problems.add(delivery.file().origin() + ": it holds no event records");
        }
      } catch (IOException e) {
        problems.add(delivery.file().origin() + ": " + FileReason.of(e));
      }
      files.incrementAndGet();
      events.addAndGet(first);
      delivery.ack();
    }

    @Override
    public void found(long more, long bytes) {
      // nothing shows how far it is
    }

    @Override
    public void unreadable(String place, String reason) {
      problems.add(place + ": " + reason);
    }

    @Override
    public void leftAlone(String place) {
      // as import does, other files are passed over
    }
  }
}
