package io.trailhouse.route;

import io.trailhouse.match.Subject;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a route would do with events, without sending any. For one thread.
///
/// Objects are counted as if events arrived when they happened: for each key prefix one for each
/// stretch of the buffer's age that has an event, and more where they outgrow its size.
public final class DryRun {
  private static final int SAMPLES = 5;

  private final Route route;
  private final int number;
  private final RouteMatches matches;
  private final Prefixes prefixes;
  private final Subject subject = new Subject();
  private final List<String> keptSamples = new ArrayList<>();
  private final List<String> droppedSamples = new ArrayList<>();
  private final Map<String, Long> bytesOfObject = new HashMap<>();
  private long in;
  private long kept;
  private long sampledOut;
  private long bytes;
  private @Nullable Instant first;
  private @Nullable Instant last;

  /// The key prefix that an event's object would have; empty where a route sends messages.
  @FunctionalInterface
  public interface Prefixes {
    String of(Subject subject, Instant time);
  }

  public DryRun(Route route, int number, RouteMatches matches, Prefixes prefixes) {
    this.route = route;
    this.number = number;
    this.matches = matches;
    this.prefixes = prefixes;
  }

  /// The numbers so far.
  ///
  /// @param bytes of what would be sent, before compression
  /// @param objects how many there would be
  /// @param first the earliest event time; null without one
  public record Outcome(
      long in,
      long kept,
      long dropped,
      long sampledOut,
      long bytes,
      long objects,
      @Nullable Instant first,
      @Nullable Instant last,
      List<String> keptSamples,
      List<String> droppedSamples) {}

  /// Takes the events of a chunk.
  public void take(Chunk chunk) {
    BitSet chosen = matches.of(chunk, number);
    for (int row = 0; row < chunk.events().rows(); row++) {
      subject.point(chunk.events(), row);
      in++;
      Sample sample = route.sample();
      boolean out = chosen.get(row) && sample != null && !sample.keeps(subject);
      sampledOut += out ? 1 : 0;
      if (chosen.get(row) && !out) {
        keep(chunk);
      } else if (droppedSamples.size() < SAMPLES) {
        droppedSamples.add(subject.view().json());
      }
    }
  }

  private void keep(Chunk chunk) {
    byte[] written = route.writer().write(subject);
    kept++;
    bytes += written.length;
    if (keptSamples.size() < SAMPLES) {
      keptSamples.add(new String(written, StandardCharsets.UTF_8));
    }
    Instant time =
        ObjectRouteWriter.eventTime(
            new Kept(subject, new StreamPosition(0, 0), chunk.arrived(), written));
    first = first == null || time.isBefore(first) ? time : first;
    last = last == null || time.isAfter(last) ? time : last;
    long stretch = time.getEpochSecond() / Math.max(1, route.buffer().age().toSeconds());
    bytesOfObject.merge(
        prefixes.of(subject, time) + ' ' + stretch, (long) written.length, Long::sum);
  }

  public Outcome outcome() {
    long objects = 0;
    for (long size : bytesOfObject.values()) {
      objects += Math.max(1, -Math.floorDiv(-size, route.buffer().size()));
    }
    return new Outcome(
        in,
        kept,
        in - kept,
        sampledOut,
        bytes,
        objects,
        first,
        last,
        List.copyOf(keptSamples),
        List.copyOf(droppedSamples));
  }
}
