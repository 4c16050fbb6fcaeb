package io.trailhouse.demo;

import java.time.LocalDate;

/// Somebody or something in the organization that makes calls.
@FunctionalInterface
interface Actor {

  /// Makes the calls of one day. The days of the calendar come one after the other, each once.
  void act(LocalDate day, Recorder out);
}
