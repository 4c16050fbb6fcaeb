package io.trailhouse.page;

import io.trailhouse.query.Asker;
import io.trailhouse.web.WebRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks each second whether an asker is still there, and stops the statements of one who has gone:
/// for an answer that can have no blank lines ahead of it, as [Work] writes them. It must be closed
/// before the answer ends.
final class Lookout implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread looking;

  Lookout(WebRequest request, Asker asker) {
    this.looking = Thread.ofVirtual().name("lookout").start(() -> look(request, asker));
  }

  private void look(WebRequest request, Asker asker) {
    try {
      while (!closed.await(Work.PATIENCE, TimeUnit.MILLISECONDS)) {
        if (request.hasGone()) {
          asker.cancel();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      looking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
