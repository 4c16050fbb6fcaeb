package io.trailhouse.aws;

import io.trailhouse.source.Source;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;

/// Fetches some objects at once and lends each when it is there. Who asks waits while enough are on
/// their way, so that a slow listener slows everything behind it.
final class Downloads implements AutoCloseable {
  private final ObjectFetcher fetcher;
  private final SourceHealth health;
  private final InstantSource clock;
  private final ExecutorService pool;
  private final Semaphore places;
  private volatile @Nullable Instant lastGood;

  /// Whom to tell what became of an object.
  interface Loan extends FetchedFile.Loan {
    /// There is nothing to lend. Called instead of the other two.
    void notFetched(FetchFailure problem) throws InterruptedException;
  }

  Downloads(ObjectFetcher fetcher, int atOnce, SourceHealth health, InstantSource clock) {
    this.fetcher = fetcher;
    this.health = health;
    this.clock = clock;
    this.places = new Semaphore(2 * atOnce);
    AtomicInteger number = new AtomicInteger();
    this.pool =
        Executors.newFixedThreadPool(
            atOnce,
            task -> {
              Thread thread = new Thread(task, "s3-fetch-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Fetches an object and lends it, both on another thread.
  void take(ObjectAt at, Source.Listener listener, Loan loan) throws InterruptedException {
    places.acquire();
    boolean taken = false;
    try {
      pool.execute(() -> {
        try {
          fetch(at, listener, loan);
        } finally {
          places.release();
        }
      });
      taken = true;
    } catch (RejectedExecutionException e) {
      throw new InterruptedException("the source ends");
    } finally {
      if (!taken) {
        places.release();
      }
    }
  }

  private void fetch(ObjectAt at, Source.Listener listener, Loan loan) {
    try {
      FetchedFile delivery = new FetchedFile(fetcher, fetcher.fetch(at), loan);
      lastGood = clock.instant();
      health.success();
      try {
        listener.take(delivery);
      } catch (InterruptedException e) {
        delivery.nack("the source ends");
      }
    } catch (FetchFailure e) {
      tell(e, loan);
    } catch (InterruptedException | AbortedException e) {
      loan.failed("the source ends");
    } catch (IOException | RuntimeException e) {
      tell(Failures.of(at.origin(), e), loan);
    }
  }

  private void tell(FetchFailure problem, Loan loan) {
    if (problem.kind() != FetchFailure.Kind.MISSING) {
      health.failure(problem.kind(), String.valueOf(problem.getMessage()));
    }
    try {
      loan.notFetched(problem);
    } catch (InterruptedException e) {
      loan.failed("the source ends");
    }
  }

  /// Whether any object could be fetched since that moment.
  boolean wasGoodAfter(Instant moment) {
    Instant last = lastGood;
    return last != null && last.isAfter(moment);
  }

  /// Ends what is under way as soon as it can be; nothing more is taken.
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
