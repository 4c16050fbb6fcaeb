package io.trailhouse.query;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Statements of one question that need nothing of each other, asked side by side: two at a time,
/// as many as the pool of `serve` has processes. More would only push others' questions back.
/// Closing it waits for all.
final class SideBySide implements AutoCloseable {
  private static final int AT_ONCE = 2;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("side-by-side").factory());

  /// Begins to ask. What it gives waits for the answer, and throws what the asking has thrown.
  <T extends @Nullable Object> Supplier<T> begin(Supplier<T> asking) {
    Future<T> answer = threads.submit(asking::get);
    return () -> gotten(answer);
  }

  private static <T extends @Nullable Object> T gotten(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException problem -> problem;
        case Error error -> throw error;
        case null, default -> new IllegalStateException(e);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a statement ran", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
