package io.trailhouse.aws.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A set of whole seconds since 1970, UTC, as spans with both ends in them. Not for several threads
/// at once.
public final class Seconds {
  private final TreeMap<Long, Long> spans = new TreeMap<>();

  /// Seconds in a row, both ends in it.
  public record Span(long from, long to) {
    /// How many seconds it has.
    public long length() {
      return to - from + 1;
    }
  }

  /// The set that a text of [#toString] stands for; a text that is none stands for nothing.
  public static Seconds parse(String text) {
    Seconds seconds = new Seconds();
    try {
      for (String span : text.isEmpty() ? new String[0] : text.split(",", -1)) {
        int dash = span.indexOf('-');
        seconds.add(
            Long.parseLong(span.substring(0, dash)), Long.parseLong(span.substring(dash + 1)));
      }
      return seconds;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return new Seconds();
    }
  }

  /// Puts a span in; one whose end is before its start is nothing.
  public void add(long from, long to) {
    if (from > to) {
      return;
    }
    long first = from;
    long last = to;
    Map.Entry<Long, Long> before = spans.floorEntry(first);
    if (before != null && before.getValue() >= first - 1) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    Map.Entry<Long, Long> next = spans.ceilingEntry(first);
    while (next != null && next.getKey() <= last + 1) {
      last = Math.max(last, next.getValue());
      spans.remove(next.getKey());
      next = spans.ceilingEntry(first);
    }
    spans.put(first, last);
  }

  /// What of a span is not in the set, in its order.
  public List<Span> missing(long from, long to) {
    List<Span> missing = new ArrayList<>();
    long next = from;
    for (Span span : spans()) {
      if (span.to() < next) {
        continue;
      }
      if (span.from() > to) {
        break;
      }
      if (span.from() > next) {
        missing.add(new Span(next, span.from() - 1));
      }
      next = span.to() + 1;
    }
    if (next <= to) {
      missing.add(new Span(next, to));
    }
    return missing;
  }

  /// What both sets have.
  public Seconds and(Seconds other) {
    Seconds both = new Seconds();
    for (Span span : spans()) {
      long next = span.from();
      for (Span gap : other.missing(span.from(), span.to())) {
        both.add(next, gap.from() - 1);
        next = gap.to() + 1;
      }
      both.add(next, span.to());
    }
    return both;
  }

  /// Its spans, none touching another, in their order.
  public List<Span> spans() {
    return spans.entrySet().stream().map(span -> new Span(span.getKey(), span.getValue())).toList();
  }

  @Override
  public String toString() {
    return spans.entrySet().stream()
        .map(span -> span.getKey() + "-" + span.getValue())
        .collect(Collectors.joining(","));
  }
}
