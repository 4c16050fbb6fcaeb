package io.trailhouse.aws;

import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileKind;
import io.trailhouse.source.SourceFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fetched log file on loan. Its bytes are let go once they were read, so that waiting for a
/// commit costs no memory; who opens it again, to put it into quarantine, fetches it again.
final class FetchedFile implements SourceFile {
  private final ObjectFetcher fetcher;
  private final ObjectFetcher.Fetched first;
  private final Loan loan;

  /// How often its bytes will be opened: a digest file is read and then kept as it is.
  private int openings;

  /// Whom to tell how a loan ended: exactly one of the two, once.
  interface Loan {
    /// Its events are safe.
    void done();

    /// Whether the same may have been lent before.
    default boolean again() {
      return false;
    }

    /// It cannot be used now.
    ///
    /// @param reason for people
    void failed(String reason);
  }

  FetchedFile(ObjectFetcher fetcher, ObjectFetcher.Fetched fetched, Loan loan) {
    this.fetcher = fetcher;
    this.first = fetched;
    this.loan = loan;
    this.openings = fetched.file().name().kind() == LogFileKind.DIGEST ? 2 : 1;
  }

  /// Whether its message was received before.
  boolean again() {
    return loan.again();
  }

  @Override
  public LogFile file() {
    return first.file();
  }

  @Override
  public InputStream open() throws IOException {
    if (isThere()) {
      return closing(first.open(), this::closed);
    }
    return fetcher.again(first);
  }

  private static InputStream closing(InputStream in, Runnable then) {
    return new FilterInputStream(in) {
      private @Nullable Runnable left = then;

      @Override
      public void close() throws IOException {
        super.close();
        Runnable last = left;
        left = null;
        if (last != null) {
          last.run();
        }
      }
    };
  }

  private synchronized boolean isThere() {
    return openings > 0;
  }

  private void closed() {
    synchronized (this) {
      openings--;
      if (openings != 0) {
        return;
      }
    }
    first.letGo().run();
  }

  private void letGo() {
    synchronized (this) {
      if (openings <= 0) {
        return;
      }
      openings = 0;
    }
    first.letGo().run();
  }

  @Override
  public void ack() {
    letGo();
    loan.done();
  }

  @Override
  public void nack(String reason) {
    letGo();
    loan.failed(reason);
  }

  @Override
  public Map<String, String> metadata() {
    return first.metadata();
  }
}
