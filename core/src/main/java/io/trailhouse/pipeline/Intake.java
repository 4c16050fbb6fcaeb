package io.trailhouse.pipeline;

import io.trailhouse.destination.Sink;
import io.trailhouse.event.ReadReport;
import io.trailhouse.problem.Code;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Hands on what a source lends, and counts what it tells beside.
final class Intake implements Source.Listener {
  private final Waiting waiting;
  private final Sink sink;
  private final QuarantineStore quarantine;
  private final IngestMetrics counters;
  private final AtomicLong exhausted = new AtomicLong();
  private final Queue<SourceFile> sound = new ConcurrentLinkedQueue<>();

  /// Where deliveries wait for a worker; it blocks while there are enough.
  @FunctionalInterface
  interface Waiting {
    void put(SourceFile delivery) throws InterruptedException;
  }

  Intake(Waiting waiting, Sink sink, QuarantineStore quarantine, IngestMetrics counters) {
    this.waiting = waiting;
    this.sink = sink;
    this.quarantine = quarantine;
    this.counters = counters;
  }

  /// How many times the source could not lend more before something is released.
  long exhaustions() {
    return exhausted.get();
  }

  /// The archives that were found sound.
  Collection<SourceFile> sound() {
    return sound;
  }

  @Override
  public void take(SourceFile delivery) throws InterruptedException {
    waiting.put(delivery);
  }

  @Override
  public boolean knows(LogFile file) {
    return sink.knows(file);
  }

  @Override
  public void known(LogFile file) {
    counters.known(file, null);
  }

  @Override
  public void putAside(SourceFile delivery, String reason) throws IOException {
    ReadReport.ParseProblem problem =
        new ReadReport.ParseProblem(Code.SOURCE_UNREADABLE, reason, 0);
    quarantine.keep(
        delivery, new ReadReport(ReadReport.Content.FOREIGN, 0, 0, "", List.of(problem)));
    counters.putAside(delivery.file().origin(), reason);
  }

  @Override
  public void sound(SourceFile archive) {
    sound.add(archive);
  }

  @Override
  public void exhausted() {
    exhausted.incrementAndGet();
  }

  @Override
  public void found(long files, long bytes) {
    counters.found(files, bytes);
  }

  @Override
  public void unreadable(String place, String reason) {
    counters.unreadable(place, reason);
  }

  @Override
  public void leftAlone(String place) {
    counters.leftAlone(place);
  }
}
