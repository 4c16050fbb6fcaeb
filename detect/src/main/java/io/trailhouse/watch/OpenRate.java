package io.trailhouse.watch;

import java.util.ArrayList;
import java.util.List;

/// An unusual rate that has started and not ended.
final class OpenRate {
  final long start;
  final double limit;
  final RateDays.Usual usual;
  private final List<Sample> samples = new ArrayList<>();
  private long last;
  private RateCount calls = new RateCount();

  /// Calls since the last unusual minute: they belong to it if another one follows.
  private RateCount since = new RateCount();

  OpenRate(long start, double limit, RateDays.Usual usual, List<Sample> samples) {
    this.start = start;
    this.last = start;
    this.limit = limit;
    this.usual = usual;
    this.samples.addAll(samples);
  }

  void add(long minute, RateCount more, boolean unusual) {
    since.add(more);
    if (unusual) {
      calls.add(since);
      since = new RateCount();
      last = minute;
    }
  }

  /// The last unusual minute.
  long last() {
    return last;
  }

  long minutes() {
    return last - start + 1;
  }

  RateCount calls() {
    return calls;
  }

  List<Sample> samples() {
    return samples;
  }

  void save(StateWriter out) {
    out.number(start);
    out.decimal(limit);
    out.decimal(usual.mean());
    out.decimal(usual.deviation());
    out.number(usual.minutes());
    usual.calls().save(out);
    out.number(samples.size());
    samples.forEach(sample -> sample.save(out));
    out.number(last);
    calls.save(out);
    since.save(out);
  }

  static OpenRate restore(StateReader in) {
    long start = in.number();
    double limit = in.decimal();
    double mean = in.decimal();
    double deviation = in.decimal();
    long minutes = in.number();
    RateDays.Usual usual = new RateDays.Usual(mean, deviation, minutes, RateCount.restore(in));
    OpenRate open = new OpenRate(start, limit, usual, List.of());
    for (long left = in.number(); left > 0; left--) {
      open.samples.add(Sample.restore(in));
    }
    open.last = in.number();
    open.calls = RateCount.restore(in);
    open.since = RateCount.restore(in);
    return open;
  }
}
