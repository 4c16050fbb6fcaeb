package io.trailhouse.pipeline;

import io.trailhouse.destination.Sink;
import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries every log file of a source into a sink, with some workers side by side.
///
/// A file that cannot be read is put aside and the rest goes on; a problem of the sink stops all.
/// Stopped at any moment, even by force, the same run started again completes the work: what was
/// committed is recognised.
public final class IngestPipeline {
  private static final int WAITING = 64;

  /// How often a worker without work looks whether its batch is due.
  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final Source source;
  private final Sink sink;
  private final QuarantineStore quarantine;
  private final QuarantineStore digests;
  private final IngestMetrics counters;
  private BlockingQueue<Item> queue = new ArrayBlockingQueue<>(WAITING);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Object lendingLock = new Object();
  private @Nullable Thread lending;
  private @Nullable Duration commitEvery;
  private volatile boolean finishing;
  private boolean again;
  private final Intake intake;

  /// What a worker takes from the queue.
  private sealed interface Item {
    record Work(SourceFile delivery) implements Item {}

    record End() implements Item {}
  }

  /// Makes a pipeline; nothing happens before [#run].
  ///
  /// @param quarantine keeps log files that could not be read
  /// @param digests keeps digest files as they came
  public IngestPipeline(
      Source source,
      Sink sink,
      QuarantineStore quarantine,
      QuarantineStore digests,
      IngestMetrics counters) {
    this.source = source;
    this.sink = sink;
    this.quarantine = quarantine;
    this.digests = digests;
    this.counters = counters;
    this.intake =
        new Intake(delivery -> queue.put(new Item.Work(delivery)), sink, quarantine, counters);
  }

  /// Commits at the latest when the first file of a batch has waited this long, for a source
  /// without an end; without it only full batches and the last one are committed.
  public IngestPipeline committingEvery(Duration time) {
    commitEvery = time;
    return this;
  }

  /// Lets so many files wait while others are committed, for a source whose files are small and
  /// whose pace must not falter; to be said before [#run].
  public IngestPipeline withWaiting(int files) {
    queue = new ArrayBlockingQueue<>(files);
    return this;
  }

  /// Reads also what is known by its name, size and time: other content may stand there now.
  public IngestPipeline readingAgain() {
    again = true;
    return this;
  }

  /// Runs until the source has no more, or until [#finish].
  ///
  /// @throws TrailhouseException when the sink fails; what was committed before stays
  public void run(int workers) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Thread giver = Thread.currentThread();
    for (int number = 0; number < workers; number++) {
      Thread thread = new Thread(() -> work(giver), "ingest-" + number);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    try {
      Throwable ofSource = lend();
      for (int number = 0; number < workers; number++) {
        queue.put(new Item.End());
      }
      for (Thread thread : threads) {
        thread.join();
      }
      rethrow();
      rethrow(ofSource);
      settleSound();
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
      rethrow();
      throw e;
    }
  }

  /// Archives that are sound take their damaged versions out of quarantine once all that is in them
  /// is committed.
  private void settleSound() {
    for (SourceFile archive : intake.sound()) {
      settle(archive.file());
      archive.ack();
    }
  }

  private void settle(LogFile file) {
    try {
      quarantine.settle(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends a run from another thread: files under way are read and committed, those that wait go
  /// back to the source. [#run] returns when that is done.
  public void finish() {
    synchronized (lendingLock) {
      finishing = true;
      if (lending != null) {
        lending.interrupt();
      }
    }
  }

  /// Lets the source lend; answers what it failed with, so that what it has lent is committed
  /// first.
  private @Nullable Throwable lend() throws InterruptedException {
    synchronized (lendingLock) {
      lending = Thread.currentThread();
    }
    try {
      if (!finishing) {
        source.emit(intake);
      }
      return null;
    } catch (InterruptedException e) {
      if (!finishing || failure.get() != null) {
        throw e;
      }
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    } finally {
      synchronized (lendingLock) {
        lending = null;
        if (finishing) {
          Thread.interrupted(); // it may have come just after the source had ended
          giveBackWaiting();
        }
      }
    }
  }

  private void giveBackWaiting() {
    List<Item> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    for (Item item : waiting) {
      if (item instanceof Item.Work work) {
        work.delivery().nack("the program ends");
      }
    }
  }

  private void rethrow() {
    Throwable first = failure.get();
    if (first != null) {
      Thread.interrupted(); // that was how a worker told of its failure
    }
    rethrow(first);
  }

  private static void rethrow(@Nullable Throwable first) {
    if (first instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (first instanceof Error error) {
      throw error;
    }
  }

  private void work(Thread giver) {
    Worker worker = null;
    try {
      worker = new Worker();
      Item item = next(worker);
      while (item instanceof Item.Work work) {
        worker.take(work.delivery());
        item = next(worker);
      }
      worker.commit();
    } catch (InterruptedException e) {
      drop(worker);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      if (failure.compareAndSet(null, e)) {
        giver.interrupt(); // once: a second one would meet the giver while it waits for the others
      }
      drop(worker);
    }
  }

  private void drop(@Nullable Worker worker) {
    if (worker != null) {
      worker.batch.drop();
    }
  }

  private Item next(Worker worker) throws InterruptedException {
    if (commitEvery == null) {
      return queue.take();
    }
    worker.commitIfDue(commitEvery);
    Item item = queue.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
    while (item == null) {
      worker.commitIfDue(commitEvery);
      item = queue.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
    }
    return item;
  }

  /// One worker with its own reader and batch.
  private final class Worker {
    private final EventReader reader = new EventReader();
    private final Consumer<EventBatch> reading = counters.reading();
    private final List<SourceFile> inBatch = new ArrayList<>();
    private final Set<String> namesInBatch = new HashSet<>();
    private SinkBatch batch = sink.begin();
    private long begun;
    private long exhaustedBefore;

    /// Commits when the batch has waited long enough, or when the source needs files back.
    void commitIfDue(Duration every) {
      long exhaustions = intake.exhaustions();
      boolean needed = exhaustions != exhaustedBefore;
      exhaustedBefore = exhaustions;
      if (!batch.isEmpty() && (needed || System.nanoTime() - begun >= every.toNanos())) {
        commit();
      }
    }

    void take(SourceFile lent) {
      SourceFile delivery = lent;
      if (sink.knows(delivery.file())) {
        if (!again) {
          leave(delivery);
          return;
        }
        try {
          delivery = ReadAgain.of(delivery);
        } catch (IOException e) {
          cannotRead(delivery, e);
          return;
        }
      }
      String name = delivery.file().origin() + '\n' + delivery.file().version();
      if (namesInBatch.contains(name)) { // it is released with its first delivery
        inBatch.add(delivery);
        counters.known(delivery.file(), null);
        return;
      }
      if (read(delivery)) {
        inBatch.add(delivery);
        namesInBatch.add(name);
      }
      counters.read(delivery.file().size());
      if (batch.isFull()) {
        commit();
      }
    }

    private boolean read(SourceFile delivery) {
      if (batch.isEmpty()) {
        begun = System.nanoTime();
      }
      batch.start(delivery.file());
      ReadReport report;
      try (InputStream in = delivery.open()) {
        report =
            reader.read(
                in,
                delivery.storedSize(),
                events -> {
                  reading.accept(events);
                  batch.write(events);
                });
      } catch (IOException e) {
        return giveUp(delivery, e);
      }
      putAside(delivery, report);
      batch.end(report);
      return true;
    }

    /// It is known: only what became of it then may have to be told once more.
    private void leave(SourceFile delivery) {
      LogFile file = delivery.file();
      settle(file);
      try {
        counters.known(file, quarantine.why(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      delivery.ack();
    }

    private boolean giveUp(SourceFile delivery, IOException problem) {
      batch.abandon();
      cannotRead(delivery, problem);
      return false;
    }

    private void cannotRead(SourceFile delivery, IOException problem) {
      String reason = FileReason.of(problem);
      counters.unreadable(delivery.file().origin(), reason);
      delivery.nack(reason);
    }

    private void putAside(SourceFile delivery, ReadReport report) {
      try {
        if (!report.problems().isEmpty() || report.content() == ReadReport.Content.FOREIGN) {
          quarantine.keep(delivery, report);
          SourceFile.Holder holder = delivery.holder();
          if (holder != null && holder.entry().isEmpty()) {
            counters.archiveKept();
          }
        }
        if (report.content() == ReadReport.Content.DIGEST) {
          digests.keep(delivery, report);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean isWhole(ReadReport report) {
      return report.problems().isEmpty()
          && (report.content() == ReadReport.Content.EVENTS
              || report.content() == ReadReport.Content.DIGEST);
    }

    /// The order of these steps is the promise: a crash between any two of them repeats work that
    /// is recognised, and loses nothing.
    void commit() {
      if (batch.isEmpty()) {
        return;
      }
      List<SinkBatch.FileResult> results = batch.commit();
      for (SinkBatch.FileResult result : results) {
        if (isWhole(result.report())) {
          settle(result.file());
        }
      }
      inBatch.forEach(SourceFile::ack);
      results.forEach(counters::committed);
      inBatch.clear();
      namesInBatch.clear();
      batch = sink.begin();
    }
  }
}
