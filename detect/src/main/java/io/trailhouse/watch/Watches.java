package io.trailhouse.watch;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventClock;
import io.trailhouse.finding.Finding;
import io.trailhouse.match.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Drives watches through a stream or a history: hands each event on once, moves the watermark, and
/// keeps what they remember in one file. For one thread.
///
/// The watermark is the latest event time seen, less the lateness. To survive a crash, save before
/// the source's position is remembered: what is delivered again is then known by its key or older
/// than the watermark, and changes nothing.
public final class Watches {
  private static final String MAGIC = "trailhouse-watches-1";

  private final List<StatefulRule> watches;
  private final Duration lateness;
  private final InstantSource clock;
  private final Subject subject = new Subject();
  private final SeenKeys keys = new SeenKeys();
  private final EventClock latest;
  private Instant watermark = Instant.MIN;
  private long tooLate;
  private long twice;
  private long withoutTime;

  /// @param lateness how long after a later one an event may come and still count
  /// @param clock an event of the future does not move the watermark, nor any beyond this clock's
  ///   time
  public Watches(List<StatefulRule> watches, Duration lateness, InstantSource clock) {
    this.watches = List.copyOf(watches);
    this.lateness = lateness;
    this.clock = clock;
    this.latest = new EventClock(clock);
  }

  /// For events in the order of their times, all of them in the past.
  public static Watches ofHistory(List<StatefulRule> watches) {
    return new Watches(watches, Duration.ZERO, () -> Instant.MAX);
  }

  /// Takes one record.
  public void observe(EventBatch batch, int row) {
    subject.point(batch, row);
    WatchedEvent event = WatchedEvent.of(subject);
    if (event == null) {
      withoutTime++;
    } else if (event.time().isBefore(watermark)) {
      tooLate++;
      watches.forEach(watch -> watch.observeLate(event));
    } else if (!latest.see(event.time())) {
      return; // its time is more than a day away: counted, and waited for by nobody
    } else if (keys.add(event.time(), event.key())) {
      watches.forEach(watch -> watch.observe(event));
    } else {
      twice++;
    }
  }

  /// Moves the watermark up to what has been seen; called after each batch.
  public void advance() {
    advance(lateness);
  }

  /// Moves the watermark up to what has been seen, less this time.
  public void advance(Duration late) {
    Instant seen = latest.latest();
    if (seen != null) {
      Instant now = clock.instant();
      advanceTo((seen.isAfter(now) ? now : seen).minus(late));
    }
  }

  /// Judges everything up to the latest event, when no more will come: each watch the period that
  /// the latest event belongs to, and nothing behind it.
  public void finish() {
    Instant seen = latest.latest();
    if (seen != null) {
      for (StatefulRule watch : watches) {
        Instant boundary = watch.boundary(seen);
        watch.advanceTo(boundary);
        watermark = boundary.isAfter(watermark) ? boundary : watermark;
      }
      keys.dropBefore(watermark);
    }
  }

  /// Judges everything up to the latest event, when nothing has come for so long that nothing of
  /// before it is waited for: each watch also the period that the latest event belongs to, if that
  /// is over.
  ///
  /// @param over periods up to this time are over
  public void quiet(Instant over) {
    Instant seen = latest.latest();
    if (seen != null) {
      advanceTo(seen.plusNanos(1));
      for (StatefulRule watch : watches) {
        Instant boundary = watch.boundary(seen);
        if (!boundary.isAfter(over)) {
          watch.advanceTo(boundary);
        }
      }
    }
  }

  private void advanceTo(Instant to) {
    if (to.isAfter(watermark)) {
      watermark = to;
      keys.dropBefore(to);
      watches.forEach(watch -> watch.advanceTo(to));
    }
  }

  /// What was found since this was last asked, by time and id.
  public List<Finding> takeFindings() {
    List<Finding> findings = new ArrayList<>();
    watches.forEach(watch -> findings.addAll(watch.takeFindings()));
    return inOrder(findings);
  }

  static List<Finding> inOrder(List<Finding> findings) {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::time).thenComparing(Finding::id))
        .toList();
  }

  /// Events, or copies of events, that came after the watermark had passed their time.
  public long tooLate() {
    return tooLate;
  }

  /// Copies of events that had been observed.
  public long twice() {
    return twice;
  }

  /// Records without an event time that can be read: no watch sees them.
  public long withoutTime() {
    return withoutTime;
  }

  /// Events that were dated in the future.
  public long future() {
    return latest.future();
  }

  /// Keys and series that were forgotten because a limit of memory was reached.
  public long evicted() {
    return keys.forgotten() + watches.stream().mapToLong(StatefulRule::evicted).sum();
  }

  /// Writes what all watches remember, with a checksum; the caller makes the file durable.
  public void save(OutputStream file) throws IOException {
    StateWriter out = new StateWriter();
    out.instant(watermark);
    Instant seen = latest.latest();
    out.flag(seen != null);
    out.instant(seen == null ? Instant.EPOCH : seen);
    keys.save(out);
    out.number(watches.size());
    for (StatefulRule watch : watches) {
      out.text(name(watch));
      out.bytes(watch.save());
    }
    StateWriter framed = new StateWriter();
    framed.text(MAGIC);
    framed.bytes(out.toBytes());
    framed.number(checksum(out.toBytes()));
    file.write(framed.toBytes());
  }

  /// Goes back to what was saved. A rule that is new, whose content has changed, or whose keys mean
  /// something else by now, begins anew.
  ///
  /// @return the ids of rules that begin anew
  public List<String> restore(InputStream file) throws IOException {
    StateReader framed = new StateReader(file.readAllBytes());
    if (!framed.text().equals(MAGIC)) {
      throw StateReader.damaged("is of another version");
    }
    byte[] body = framed.bytes();
    if (framed.number() != checksum(body)) {
      throw StateReader.damaged("does not fit its checksum");
    }
    StateReader in = new StateReader(body);
    watermark = in.instant();
    boolean any = in.flag();
    Instant time = in.instant();
    latest.restore(any ? time : null);
    keys.restore(in);
    Map<String, byte[]> states = new HashMap<>();
    for (long left = in.number(); left > 0; left--) {
      states.put(in.text(), in.bytes());
    }
    List<String> anew = new ArrayList<>();
    for (StatefulRule watch : watches) {
      byte[] state = states.get(name(watch));
      if (state == null) {
        anew.add(watch.rule().id());
      } else {
        watch.restore(state);
      }
    }
    return anew;
  }

  private static String name(StatefulRule watch) {
    List<String> parts = new ArrayList<>(List.of(watch.rule().version()));
    if (!watch.meaning().isEmpty()) {
      parts.add(watch.meaning());
    }
    return WatchRule.digest(watch.rule().id(), parts);
  }

  private static long checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }
}
