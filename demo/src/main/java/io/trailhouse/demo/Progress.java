package io.trailhouse.demo;

import java.time.LocalDate;

/// Is told how far the writing is, after each day of the calendar.
@FunctionalInterface
public interface Progress {

  /// Nobody listens.
  Progress NONE = (day, files, records) -> {};

  void written(LocalDate day, long files, long records);
}
