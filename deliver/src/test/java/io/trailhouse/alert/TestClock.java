package io.trailhouse.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test turns.
final class TestClock implements InstantSource {
  private Instant now;

  TestClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void turn(Duration further) {
    now = now.plus(further);
  }

  void set(Instant time) {
    now = time;
  }
}
