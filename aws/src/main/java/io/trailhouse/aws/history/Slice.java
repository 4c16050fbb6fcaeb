package io.trailhouse.aws.history;

/// A span of a partition that one walker reads, newest second first. What is read shortens it from
/// its end, what another walker takes over from its start. Guarded by its reader.
final class Slice {
  private long from;
  private long to;
  private double perSecond;

  Slice(long from, long to) {
    this.from = from;
    this.to = to;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  long length() {
    return to - from + 1;
  }

  /// A page has told how dense it is here.
  ///
  /// @param seconds that the page spans
  void seen(int events, long seconds) {
    perSecond = events / (double) Math.max(1, seconds);
  }

  /// How many events there may still be; none while nothing is known.
  double expected() {
    return perSecond * length();
  }

  /// All from a second on has been read.
  void readDownTo(long second) {
    to = second - 1;
  }

  /// Gives away the older half.
  Slice halve() {
    long middle = from + (to - from) / 2;
    Slice older = new Slice(from, middle);
    older.perSecond = perSecond;
    from = middle + 1;
    return older;
  }
}
