package io.trailhouse.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Bounds how often somebody may be wrong: so many times for one name in so long, and so many
/// passwords are looked at one after the other, since each costs a good part of a second.
final class Attempts {
  private static final int MOST = 10;
  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final int NAMES = 10_000;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> wrong =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > NAMES;
        }
      };

  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts an attempt, as a wrong one until [#right] takes it back. Answers whether it may be
  /// made.
  synchronized boolean mayTry(String name) {
    Instant now = clock.instant();
    Deque<Instant> before = wrong.computeIfAbsent(name, each -> new ArrayDeque<>());
    while (!before.isEmpty() && before.getFirst().plus(WITHIN).isBefore(now)) {
      before.removeFirst();
    }
    if (before.size() >= MOST) {
      return false;
    }
    before.addLast(now);
    return true;
  }

  synchronized void right(String name) {
    wrong.remove(name);
  }
}
