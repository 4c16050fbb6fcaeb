package io.trailhouse.aws;

import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers events that arrive one in a message into something like a log file, so that a message
/// costs no row of the ledger. For any number of threads.
final class EventGatherer {
  /// The longest that an event waits for others.
  static final Duration LINGER = Duration.ofSeconds(1);

  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 4 << 20;

  private final String url;
  private final InstantSource clock;
  private @Nullable Gathered gathered;

  EventGatherer(String url, InstantSource clock) {
    this.url = url;
    this.clock = clock;
  }

  /// Events on their way, in the order they came.
  private static final class Gathered {
    private final String firstId;
    private final Instant since;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<FetchedFile.Loan> loans = new ArrayList<>();

    Gathered(String firstId, Instant since) {
      this.firstId = firstId;
      this.since = since;
    }
  }

  /// Adds the event of a message; the message ends with the events it is gathered with.
  void add(String json, HeldMessage message, Source.Listener listener) throws InterruptedException {
    Gathered full = null;
    synchronized (this) {
      Gathered open = gathered;
      if (open == null) {
        open = new Gathered(message.id(), clock.instant());
        gathered = open;
      }
      open.text.writeBytes(json.getBytes(StandardCharsets.UTF_8));
      open.text.write('\n');
      open.loans.add(message.lend());
      message.allLent();
      if (open.loans.size() >= MOST_EVENTS || open.text.size() >= MOST_BYTES) {
        full = open;
        gathered = null;
      }
    }
    if (full != null) {
      lend(full, listener);
    }
  }

  /// Lends what has waited long enough.
  void flushIfDue(Source.Listener listener) throws InterruptedException {
    Gathered due;
    synchronized (this) {
      due = gathered;
      if (due == null || due.since.isAfter(clock.instant().minus(LINGER))) {
        return;
      }
      gathered = null;
    }
    lend(due, listener);
  }

  private void lend(Gathered due, Source.Listener listener) throws InterruptedException {
    byte[] text = due.text.toByteArray();
    String origin = url + "#" + due.firstId;
    LogFile file =
        new LogFile(
            origin,
            sha256(text), // the same first message may come again with other companions
            text.length,
            LogFileName.of(""),
            due.since);
    listener.found(1, text.length);
    SourceFile delivery = new EventsDelivery(file, text, due.loans);
    try {
      listener.take(delivery);
    } catch (InterruptedException e) {
      delivery.nack("the source ends");
      throw e;
    }
  }

  private static String sha256(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private record EventsDelivery(LogFile file, byte[] text, List<FetchedFile.Loan> loans)
      implements SourceFile {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text);
    }

    @Override
    public void ack() {
      loans.forEach(FetchedFile.Loan::done);
    }

    @Override
    public void nack(String reason) {
      loans.forEach(loan -> loan.failed(reason));
    }
  }
}
