package io.trailhouse.aws;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventView;
import io.trailhouse.event.ReadLimits;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Events of a queue's log files for your own program: the library's front door.
///
/// Each log file that a message announces is fetched, read in slices of whole records, and handed
/// to an [EventProcessor] or an [EventStore]; the message is deleted when all that it announced was
/// taken, and comes again when not. Memory is bounded for files of any size.
///
/// ```java
/// TrailConsumer consumer = TrailConsumer.of(place, options, InstantSource.system())
///     .files(file -> "eu-central-1".equals(file.name().region()))
///     .events(event -> "DeleteBucket".equals(event.text(EventField.EVENT_NAME)))
///     .to((file, events, again) -> events.forEach(event -> System.out.println(event.json())));
/// consumer.run();   // until consumer.stop() from another thread
/// ```
public final class TrailConsumer {
  private final QueueSource.Place place;
  private final CollectOptions options;
  private final InstantSource clock;
  private final SourceHealth health;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private Predicate<LogFile> files = file -> true;
  private Predicate<EventView> events = event -> true;
  private ConsumerListener listener = new ConsumerListener() {};
  private EventStore store;
  private volatile @Nullable Thread running;

  /// Takes events of a log file, at least once each.
  public interface EventProcessor {
    /// Some events of one file, in its order; a large file comes in several calls.
    ///
    /// @param file where they are from
    /// @param events valid until this returns; who keeps one copies its text
    /// @param again whether they may have been given before: the message was received more than
    ///   once. False is no promise, because SQS may deliver a message twice unnoticed
    /// @throws Exception when they were not taken: the whole file comes again later
    void process(LogFile file, List<EventView> events, boolean again) throws Exception;
  }

  /// Takes events and remembers with them, in one step, which file they were: each file's events
  /// are stored once however often its message comes.
  public interface EventStore {
    /// Whether this file, in this version, has been committed.
    boolean has(LogFile file) throws Exception;

    /// Begins a transaction for one file, on the thread that will use it.
    Transaction begin(LogFile file) throws Exception;

    /// The events of one file on their way.
    interface Transaction {
      /// Some of its events; valid until this returns.
      void write(List<EventView> events) throws Exception;

      /// Makes the events durable, and the file's origin and version with them, all or nothing.
      void commit() throws Exception;

      /// Forgets all of it; called instead of [#commit].
      void rollback();
    }
  }

  private TrailConsumer(QueueSource.Place place, CollectOptions options, InstantSource clock) {
    this.place = place;
    this.options = options;
    this.clock = clock;
    this.health = new SourceHealth(clock);
    this.store = new AtLeastOnce((file, some, again) -> {});
  }

  /// A consumer of one queue; it does nothing before [#run].
  ///
  /// @param clock usually [InstantSource#system]
  public static TrailConsumer of(
      QueueSource.Place place, CollectOptions options, InstantSource clock) {
    return new TrailConsumer(place, options, clock);
  }

  /// Only these files are read; the messages of others are deleted unread.
  public TrailConsumer files(Predicate<LogFile> wanted) {
    files = wanted;
    return this;
  }

  /// Only these events are handed on.
  public TrailConsumer events(Predicate<EventView> wanted) {
    events = wanted;
    return this;
  }

  /// Who is told what happens.
  public TrailConsumer telling(ConsumerListener told) {
    listener = told;
    return this;
  }

  /// Who takes the events, at least once each.
  public TrailConsumer to(EventProcessor processor) {
    store = new AtLeastOnce(processor);
    return this;
  }

  /// Who takes the events, each file once.
  public TrailConsumer to(EventStore exactly) {
    store = exactly;
    return this;
  }

  /// Whether the queue and the bucket answer.
  public SourceHealth health() {
    return health;
  }

  /// Consumes until [#stop], or until the thread is interrupted. May run once.
  public void run() throws InterruptedException {
    running = Thread.currentThread();
    try (QueueSource source = new QueueSource(place, options, new SourceContext(health, clock))) {
      if (stopping.getCount() > 0) {
        source.emit(new Taking());
      }
    } catch (InterruptedException e) {
      if (stopping.getCount() > 0) {
        throw e;
      }
    }
  }

  /// Ends it: files under way are taken to their end or come again later. Returns at once.
  public void stop() {
    stopping.countDown();
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Turns a processor into a store that remembers nothing.
  private record AtLeastOnce(EventProcessor processor) implements EventStore {
    @Override
    public boolean has(LogFile file) {
      return false;
    }

    @Override
    public Transaction begin(LogFile file) {
      return new Transaction() {
        @Override
        public void write(List<EventView> some) throws Exception {
          processor.process(file, some, Taking.AGAIN.get());
        }

        @Override
        public void commit() {
          // the processor has them
        }

        @Override
        public void rollback() {
          // the processor was told that events may come again
        }
      };
    }
  }

  /// Reads each file on the thread that fetched it; as many at once as are fetched at once.
  private final class Taking implements Source.Listener {
    /// Of the file that this thread is reading.
    private static final ThreadLocal<Boolean> AGAIN = ThreadLocal.withInitial(() -> false);

    /// As many files are read at once as there are processors.
    private final BlockingQueue<EventReader> readers = new LinkedBlockingQueue<>();

    Taking() {
      for (int number = 0; number < Runtime.getRuntime().availableProcessors(); number++) {
        readers.add(new EventReader(ReadLimits.IN_SLICES));
      }
    }

    @Override
    public void take(SourceFile delivery) throws InterruptedException {
      LogFile file = delivery.file();
      EventReader reader = readers.take();
      long begun = System.nanoTime();
      try {
        if (!files.test(file) || store.has(file)) {
          listener.skipped(file);
          delivery.ack();
          return;
        }
        AGAIN.set(delivery instanceof FetchedFile fetched && fetched.again());
        listener.began(file);
        long count = read(delivery, reader);
        listener.ended(file, count, Duration.ofNanos(System.nanoTime() - begun));
        delivery.ack();
      } catch (InterruptedException e) {
        delivery.nack("interrupted");
        throw e;
      } catch (Exception e) {
        listener.failed(file.origin(), e);
        delivery.nack(String.valueOf(e.getMessage()));
      } finally {
        readers.add(reader);
      }
    }

    private long read(SourceFile delivery, EventReader reader) throws Exception {
      LogFile file = delivery.file();
      EventStore.Transaction transaction = store.begin(file);
      boolean committed = false;
      try (InputStream in = delivery.open()) {
        Handing handing = new Handing(transaction);
        ReadReport report = reader.read(in, handing::take);
        handing.rethrow();
        if (!report.problems().isEmpty()) {
          listener.damaged(file, report.problems().get(0).problem());
        }
        transaction.commit();
        committed = true;
        return handing.count;
      } finally {
        if (!committed) {
          transaction.rollback();
        }
      }
    }

    @Override
    public void found(long count, long bytes) {
      // told file by file
    }

    @Override
    public void unreadable(String origin, String reason) {
      listener.failed(origin, new java.io.IOException(reason));
    }

    @Override
    public void leftAlone(String origin) {
      listener.leftAlone(origin);
    }

    @Override
    public void putAside(SourceFile delivery, String reason) {
      listener.gaveUp(delivery.file(), reason);
    }
  }

  /// Hands the wanted events of a slice on, until that fails once.
  private final class Handing {
    private final EventStore.Transaction transaction;
    private @Nullable Exception failure;
    private long count;

    Handing(EventStore.Transaction transaction) {
      this.transaction = transaction;
    }

    void take(EventBatch batch) {
      if (failure != null) {
        return;
      }
      List<EventView> wanted = new ArrayList<>();
      for (int row = 0; row < batch.rows(); row++) {
        EventView view = batch.view(row);
        if (events.test(view)) {
          wanted.add(view);
        }
      }
      try {
        if (!wanted.isEmpty()) {
          transaction.write(List.copyOf(wanted));
          count += wanted.size();
        }
      } catch (Exception e) {
        failure = e;
      }
    }

    void rethrow() throws Exception {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
