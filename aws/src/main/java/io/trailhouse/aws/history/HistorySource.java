package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import io.trailhouse.aws.FetchFailure;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Reads any number of partitions of Event history, all at once. What is complete already is not
/// read again; what could not be read stays incomplete, so that the same run started again gets
/// just that.
public final class HistorySource implements Source {
  /// A walker holds half a megabyte of records.
  private static final int MORE_WALKERS = 200;

  private final HistoryPositions positions;
  private final HistoryOptions options;
  private final InstantSource clock;
  private final @Nullable HistoryFiles files;
  private final List<PartitionReader> readers = new ArrayList<>();
  private final Semaphore more = new Semaphore(MORE_WALKERS);
  private final Set<HistoryPartition> unused = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private CountDownLatch working = new CountDownLatch(0);
  private volatile Source.@Nullable Listener listener;

  /// @param files where log files are written as well; null for none
  public HistorySource(
      HistoryPositions positions,
      HistoryOptions options,
      InstantSource clock,
      @Nullable HistoryFiles files) {
    this.positions = positions;
    this.options = options;
    this.clock = clock;
    this.files = files;
  }

  /// How a partition is.
  ///
  /// @param seconds that were to be read
  /// @param walked of these, read
  /// @param events received; those at borders of slices more than once
  /// @param throttled calls that were refused for being too many
  /// @param failed calls that had another try
  /// @param millis it has worked so far
  /// @param problem why it ended before its end, or what it is waiting for; null when all is well
  /// @param refused whether it ended before its end
  public record PartitionState(
      HistoryPartition name,
      long seconds,
      long walked,
      long events,
      long calls,
      long throttled,
      long failed,
      long millis,
      @Nullable String problem,
      boolean refused) {}

  /// Adds a partition, before the work begins.
  ///
  /// @param asked what is wanted of it; what is complete already is left out
  public void add(HistoryPartition name, EventHistory history, List<Seconds.Span> asked) {
    addWhole(
        name,
        history,
        asked.stream().flatMap(span -> positions.missing(name, span).stream()).toList());
  }

  /// Adds a partition of which all is read that is asked for, whatever was read before.
  public synchronized void addWhole(
      HistoryPartition name, EventHistory history, List<Seconds.Span> missing) {
    readers.add(
        new PartitionReader(
            new PartitionPlan(name, history, missing, clock),
            options,
            new Surroundings(this::take, this::readerEnded, more),
            positions));
  }

  /// Reads all partitions to their ends.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException when log files cannot be written
  @Override
  public void emit(Source.Listener to) throws InterruptedException {
    List<PartitionReader> all;
    synchronized (this) {
      all = List.copyOf(readers);
      working = new CountDownLatch(all.size());
      listener = to;
    }
    for (int number = 0; number < all.size(); number++) {
      all.get(number).start(options.between().multipliedBy(number));
    }
    try {
      working.await();
    } catch (InterruptedException e) {
      all.forEach(PartitionReader::stop);
      working.await();
      throw e;
    } finally {
      positions.flush();
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /// Returns when the log files are written; a place that cannot be reached is waited for.
  private void writeFiles(HistoryFiles to, HistoryPartition partition, Bundle bundle)
      throws InterruptedException {
    while (true) {
      try {
        to.write(partition, bundle);
        return;
      } catch (FetchFailure e) {
        if (e.kind() != FetchFailure.Kind.PASSING) {
          throw failed(refused(e));
        }
        TimeUnit.NANOSECONDS.sleep(options.longestInterval().toNanos());
      } catch (IOException e) {
        throw failed(Causes.unchecked(e, "the folder of log files"));
      }
    }
  }

  private static TrailhouseException refused(FetchFailure problem) {
    return new TrailhouseException(
        Code.SOURCE_UNREADABLE,
        "log files cannot be written: " + problem.getMessage(),
        "--files",
        "Allow what deploy/iam/backfill-bucket.json allows, then run the same command again",
        problem);
  }

  /// Ends all partitions, for a reason that none of them can fix.
  private InterruptedException failed(RuntimeException problem) {
    failure.compareAndSet(null, problem);
    readers.forEach(PartitionReader::stop);
    return new InterruptedException();
  }

  /// Remembers what became complete since the last commits; after the pipeline has ended.
  public void close() {
    positions.flush();
  }

  private void readerEnded() {
    working.countDown();
  }

  private void take(HistoryPartition partition, Bundle bundle) throws InterruptedException {
    if (files != null) {
      writeFiles(files, partition, bundle);
    }
    HistoryLogFile delivery =
        HistoryLogFile.of(partition, bundle, clock.instant(), () -> unused.add(partition));
    Source.Listener to = listener;
    if (to != null) {
      to.found(1, delivery.file().size());
      to.take(delivery);
    }
  }

  /// The same, but that its events go into log files only: nothing is lent.
  public Source untabled() {
    return nobody -> emit(new Releasing());
  }

  private static final class Releasing implements Source.Listener {
    @Override
    public void take(SourceFile delivery) {
      delivery.ack();
    }

    @Override
    public void found(long files, long bytes) {
      // the partitions count
    }

    @Override
    public void unreadable(String place, String reason) {
      throw new IllegalStateException(place + ": " + reason);
    }

    @Override
    public void leftAlone(String place) {
      throw new IllegalStateException(place);
    }
  }

  /// How each partition is at this moment.
  public synchronized List<PartitionState> states() {
    Instant now = clock.instant();
    return readers.stream().map(reader -> state(reader, now)).toList();
  }

  private PartitionState state(PartitionReader reader, Instant now) {
    PartitionCounts.Numbers numbers = reader.counts().numbers(now);
    String refused = reader.problem();
    long most = numbers.seconds() - (unused.contains(reader.name()) ? 1 : 0);
    long walked = Math.min(numbers.walked(), most);
    boolean reading = walked < numbers.seconds();
    return new PartitionState(
        reader.name(),
        numbers.seconds(),
        walked,
        numbers.events(),
        numbers.calls(),
        numbers.throttled(),
        numbers.failed(),
        numbers.time().toMillis(),
        refused == null && reading ? numbers.trouble() : refused,
        refused != null);
  }
}
