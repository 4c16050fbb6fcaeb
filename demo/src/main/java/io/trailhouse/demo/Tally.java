package io.trailhouse.demo;

/// Counts what is written while it is written.
final class Tally {

  private long events;
  private long late;
  private long records;
  private long files;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  void event(long second, boolean delayed) {
    events++;
    late += delayed ? 1 : 0;
    first = Math.min(first, second);
    last = Math.max(last, second);
  }

  void record() {
    records++;
  }

  void file() {
    files++;
  }

  long events() {
    return events;
  }

  long late() {
    return late;
  }

  long records() {
    return records;
  }

  long files() {
    return files;
  }

  /// Seconds since 1970 of the earliest event.
  long first() {
    return first;
  }

  /// Seconds since 1970 of the latest event.
  long last() {
    return last;
  }
}
