package io.trailhouse.aws.history;

/// A span of a lane that one walker reads, newest second first. What is read shortens it from its
/// end, what another walker takes over from its start. Guarded by its lane.
final class Slice {
  private long from;
  private long to;

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

  /// All from a second on has been read.
  void readDownTo(long second) {
    to = second - 1;
  }

  /// Gives away the older half.
  Slice halve() {
    long middle = from + (to - from) / 2;
    Slice older = new Slice(from, middle);
    from = middle + 1;
    return older;
  }
}
