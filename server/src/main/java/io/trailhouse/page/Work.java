package io.trailhouse.page;

import io.trailhouse.query.Asker;
import io.trailhouse.web.WebAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One question at work: what it takes runs on a thread of its own, while the asker's thread hands
/// on what comes.
///
/// As long as nothing comes, a blank line goes out each second. Nothing else tells that the asker
/// has gone: a server hears of that when it writes. Then all statements of the question are
/// stopped. A blank line means nothing, neither before a JSON value nor between lines of one.
final class Work {
  /// How long it takes to notice that an asker has gone, in milliseconds.
  static final long PATIENCE = 1000;

  private static final int WAITING = 16;
  private static final byte[] BLANK = {'\n'};

  /// A whole minute for a process to be free, one for the statement, and some for what is between.
  private static final Duration LONGEST = Duration.ofSeconds(150);

  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(WAITING);
  private final Asker asker = new Asker();
  private volatile boolean gone;

  /// What it takes.
  @FunctionalInterface
  interface Task {
    /// Does it.
    ///
    /// @throws IOException when files cannot be read
    void run(Work work) throws IOException;
  }

  /// @param bytes empty for nothing more
  private record Piece(byte[] bytes, @Nullable Throwable failure, boolean isEnd) {
    static final Piece END = new Piece(new byte[0], null, true);
  }

  Asker asker() {
    return asker;
  }

  /// Hands on bytes; waits for an asker who is slow. False when there is none any more.
  boolean give(byte[] bytes) {
    return put(new Piece(bytes, null, false));
  }

  private boolean put(Piece piece) {
    try {
      while (!gone) {
        if (pieces.offer(piece, PATIENCE, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void run(Task task) {
    try {
      task.run(this);
      put(Piece.END);
    } catch (IOException | RuntimeException | Error e) {
      put(new Piece(new byte[0], e, false));
    }
  }

  /// Does a task and answers with what it gives. Answers why it did not end as it should, where the
  /// asker was told in the answer's last line; null when it did.
  ///
  /// @throws RuntimeException what the task has thrown, when nothing was answered before
  /// @throws IOException when the asker has gone
  @Nullable PageProblem answer(Asked asked, WebAnswer answer, String type, Task task)
      throws IOException {
    asked.request().mayTake(LONGEST);
    Thread.ofVirtual().name("page").start(() -> run(task));
    boolean whole = false;
    try {
      PageProblem problem = handOn(answer, type);
      whole = true;
      return problem;
    } finally {
      if (!whole) {
        gone = true;
        asker.cancel();
      }
    }
  }

  @SuppressWarnings("MustBeClosed") // an answer that is closed before its end would look whole
  private @Nullable PageProblem handOn(WebAnswer answer, String type) throws IOException {
    OutputStream out = null;
    while (true) {
      Piece piece = next();
      if (piece != null && piece.failure() != null && out == null) {
        throw thrown(piece.failure());
      }
      out = out == null ? answer.stream(200, type) : out;
      if (piece == null) {
        out.write(BLANK);
        out.flush();
      } else if (piece.failure() != null) {
        PageProblem problem = PageProblem.of(piece.failure());
        out.write(problem.json());
        out.write(BLANK);
        out.close();
        return problem;
      } else if (piece.isEnd()) {
        out.close();
        return null;
      } else {
        out.write(piece.bytes());
        if (pieces.isEmpty()) {
          out.flush();
        }
      }
    }
  }

  private @Nullable Piece next() throws IOException {
    try {
      return pieces.poll(PATIENCE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      return known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new UncheckedIOException((IOException) failure);
  }
}
