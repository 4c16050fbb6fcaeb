package io.trailhouse.aws;

import io.trailhouse.checkpoint.CheckpointStore;
import io.trailhouse.checkpoint.Position;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;

/// Log files of a bucket, found by listing it again and again: for a bucket without a queue, and
/// beside one for what the queue has lost.
///
/// Each account, kind and Region is a [ListingPrefix] of its own, so a round costs one call for
/// each prefix that is due and one more for each 1,000 new files. Prefixes are merged by delivery
/// time: files of one time hold events of one day.
public final class ListingSource implements Source, AutoCloseable {
  private static final Duration FIND_EVERY = Duration.ofHours(1);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int LARGEST_PAGE = 1_000;
  private static final int SMALLEST_PAGE = 100;
  private static final int KEYS_IN_MEMORY = 200_000;
  private static final int LISTS_AT_ONCE = 8;

  private final Place place;
  private final Duration every;
  private final CheckpointStore checkpoints;
  private final CollectOptions options;
  private final SourceHealth health;
  private final InstantSource clock;
  private final BucketListing listing;
  private final Downloads downloads;
  private final Map<String, ListingPrefix> prefixes = new HashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Position> restored = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Instant findDue = Instant.MIN;
  private int findFailures;

  /// What is listed; the caller closes the client.
  ///
  /// @param name the source's, under which positions are remembered
  /// @param prefix empty, or ends with a slash; everything below it is looked at
  public record Place(
      String name, S3Client s3, String bucket, String prefix, boolean requesterPays) {}

  /// @param every how often a prefix with files is looked at; a quiet one four times less
  public ListingSource(
      Place place,
      Duration every,
      CheckpointStore checkpoints,
      CollectOptions options,
      SourceContext watched) {
    this.place = place;
    this.every = every;
    this.checkpoints = checkpoints;
    this.options = options;
    this.health = watched.health();
    this.clock = watched.clock();
    this.listing = new BucketListing(place.s3(), place.bucket(), place.requesterPays());
    this.downloads =
        new Downloads(
            new ObjectFetcher(
                place.s3(), place.requesterPays(), options.scratch(), options.memory()),
            options.downloads(),
            health,
            clock);
  }

  /// Lends until interrupted.
  @Override
  public void emit(Listener listener) throws InterruptedException {
    restore();
    ExecutorService lists = Executors.newFixedThreadPool(LISTS_AT_ONCE, ListingSource::daemon);
    try {
      do {
        findPrefixes();
        round(listener, lists);
        remember();
      } while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      lists.shutdownNow();
      downloads.close();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "s3-list");
    thread.setDaemon(true);
    return thread;
  }

  private void restore() {
    try {
      for (Position position : checkpoints.read(place.name())) {
        restored.put(position.part(), position);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void findPrefixes() {
    Instant now = clock.instant();
    if (now.isBefore(findDue)) {
      return;
    }
    try {
      for (String folder : new PrefixFinder(listing).find(place.prefix())) {
        prefixes.computeIfAbsent(folder, this::prefix);
      }
      health.success();
      findFailures = 0;
      // an empty bucket is one that a trail was just set up for
      findDue = now.plus(prefixes.isEmpty() ? every : FIND_EVERY);
    } catch (FetchFailure e) {
      health.failure(e.kind(), String.valueOf(e.getMessage()));
      findDue = now.plus(Backoff.after(++findFailures, FIRST_PAUSE, LONGEST_PAUSE));
    }
  }

  private ListingPrefix prefix(String folder) {
    ListingPrefix prefix = new ListingPrefix(folder);
    Position position = restored.get(folder);
    if (position != null) {
      prefix.restore(position);
    }
    return prefix;
  }

  /// Walks through all prefixes that are due, side by side.
  private void round(Listener listener, ExecutorService lists) throws InterruptedException {
    Instant now = clock.instant();
    List<ListingPrefix> due =
        prefixes.values().stream().filter(prefix -> prefix.isDue(now, every)).toList();
    int pageSize =
        Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, KEYS_IN_MEMORY / Math.max(1, due.size())));
    PriorityQueue<PrefixCursor> open =
        new PriorityQueue<>(Comparator.comparing(ListingSource::time));
    Map<PrefixCursor, Future<Boolean>> first = new HashMap<>();
    for (ListingPrefix prefix : due) {
      PrefixCursor cursor = new PrefixCursor(listing, prefix, prefix.begin(now), pageSize);
      first.put(cursor, lists.submit(() -> hasMore(cursor)));
    }
    for (Map.Entry<PrefixCursor, Future<Boolean>> each : first.entrySet()) {
      if (isTrue(each.getValue())) {
        open.add(each.getKey());
      }
    }
    while (!open.isEmpty()) {
      PrefixCursor cursor = open.remove();
      lend(cursor.next(), cursor.prefix(), listener);
      if (hasMore(cursor)) {
        open.add(cursor);
      }
    }
  }

  private static boolean isTrue(Future<Boolean> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Instant time(PrefixCursor cursor) {
    try {
      return PrefixCursor.time(Objects.requireNonNull(cursor.peek()));
    } catch (FetchFailure e) {
      throw new IllegalStateException(e); // it has been fetched
    }
  }

  /// Whether a prefix goes on; a listing that fails begins anew soon.
  private boolean hasMore(PrefixCursor cursor) {
    ListingPrefix prefix = cursor.prefix();
    try {
      boolean more = cursor.peek() != null;
      health.success();
      if (!more) {
        prefix.walked(clock.instant());
      }
      return more;
    } catch (FetchFailure e) {
      health.failure(e.kind(), String.valueOf(e.getMessage()));
      prefix.broken(clock.instant().plus(Backoff.after(3, FIRST_PAUSE, LONGEST_PAUSE)));
      return false;
    }
  }

  private void lend(ObjectAt at, ListingPrefix prefix, Listener listener)
      throws InterruptedException {
    Instant time = PrefixCursor.time(at);
    if (at.etag() != null && listener.knows(at.file(at.etag(), at.size(), time))) {
      prefix.seen(time);
      return;
    }
    prefix.lent(time);
    listener.found(1, Math.max(0, at.size()));
    try {
      downloads.take(at, listener, new Loan(prefix, at, time, listener));
    } catch (InterruptedException e) {
      prefix.failed(time);
      throw e;
    }
  }

  private void remember() {
    List<Position> positions = new ArrayList<>();
    for (ListingPrefix prefix : prefixes.values()) {
      Position position = prefix.takePosition();
      if (position != null) {
        positions.add(position);
      }
    }
    if (!positions.isEmpty()) {
      try {
        checkpoints.advance(place.name(), positions);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// How many requests the listing has made.
  public long listCalls() {
    return listing.calls();
  }

  /// How many account-Region-kind folders are looked at.
  public int prefixes() {
    return prefixes.size();
  }

  /// Remembers how far everything is safe.
  @Override
  public void close() {
    closed.countDown();
    downloads.close();
    remember();
  }

  /// One log file of a prefix.
  private final class Loan implements Downloads.Loan {
    private final ListingPrefix prefix;
    private final ObjectAt at;
    private final Instant time;
    private final Listener listener;

    Loan(ListingPrefix prefix, ObjectAt at, Instant time, Listener listener) {
      this.prefix = prefix;
      this.at = at;
      this.time = time;
      this.listener = listener;
    }

    @Override
    public void done() {
      failures.remove(at.key());
      prefix.seen(time);
      prefix.done(time);
    }

    @Override
    public void failed(String reason) {
      prefix.failed(time);
    }

    @Override
    public void notFetched(FetchFailure problem) throws InterruptedException {
      String reason = String.valueOf(problem.getMessage());
      if (problem.kind() == FetchFailure.Kind.MISSING) {
        prefix.done(time); // it was deleted after it was listed
        listener.leftAlone(at.origin());
        return;
      }
      boolean refused = problem.kind() == FetchFailure.Kind.REFUSED;
      int times = refused ? failures.merge(at.key(), 1, Integer::sum) : 0;
      if (times != options.poisonAfter()) {
        listener.unreadable(at.origin(), reason);
      } else {
        try {
          listener.putAside(new Nothing(at.file(String.valueOf(at.etag()), 0, time)), reason);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      if (times >= options.poisonAfter()) {
        prefix.seen(time);
        prefix.done(time); // the wide and deep rounds try it again
      } else {
        prefix.failed(time);
      }
    }
  }

  /// Stands in quarantine for a file that may not be read.
  private record Nothing(LogFile file) implements SourceFile {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public void ack() {
      // there is nothing on loan
    }
  }
}
