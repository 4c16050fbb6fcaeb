package io.trailhouse.query;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls the engine where it has room: it reads and plans a statement by recursion, and a stack of
/// Java's usual size, when used up by native code, takes the whole process with it.
final class DeepStack {
  /// Ten times what the deepest statement within [StatementBounds] was seen to take. It is address
  /// space, not memory, as long as it is not used.
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /// Does the work in a thread of its own and waits for it.
  static <T> T call(Supplier<T> work) {
    AtomicReference<@Nullable T> made = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                made.set(work.get());
              } catch (RuntimeException | Error e) {
                failed.set(e);
              }
            },
            "query-plan",
            BYTES);
    thread.setDaemon(true);
    thread.start();
    join(thread);
    Throwable failure = failed.get();
    if (failure instanceof RuntimeException problem) {
      throw problem;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    T result = made.get();
    if (result == null) {
      throw new IllegalStateException("the work answered nothing");
    }
    return result;
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the engine does not hear of it: a query ends by its limit
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
