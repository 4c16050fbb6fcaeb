package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A date in the future moves no clock (spec: records.md, R6.4).
class EventClockTest {
  private Instant now = Instant.parse("2026-05-01T08:00:00Z");
  private final EventClock clock = new EventClock(() -> now);

  private Instant in(Duration time) {
    return now.plus(time);
  }

  @Test
  void theLatestIsNotOfTheFuture() {
    assertThat(clock.latest()).isNull();
    assertThat(clock.see(in(Duration.ofHours(-1)))).isTrue();
    Instant allowed = in(Duration.ofMinutes(5));
    assertThat(clock.see(allowed)).isTrue();
    assertThat(clock.see(in(Duration.ofMinutes(5).plusNanos(1)))).isTrue();
    assertThat(clock.see(Instant.parse("2239-01-01T00:00:00Z"))).isFalse();
    assertThat(clock.see(Instant.MAX)).isFalse();
    assertThat(clock.latest()).isEqualTo(allowed);
    assertThat(clock.future()).isEqualTo(3);
  }

  @Test
  void whatWasAheadOfASlowClockCountsWhenItsTimeHasCome() {
    Instant ahead = in(Duration.ofHours(2));
    assertThat(clock.see(ahead)).isTrue();
    assertThat(clock.latest()).isNull();
    now = ahead.minus(Duration.ofMinutes(5));
    assertThat(clock.latest()).isEqualTo(ahead);
  }

  @Test
  void whatWasRememberedOfTheFutureIsForgotten() {
    clock.restore(Instant.parse("2239-01-01T00:00:00Z"));
    assertThat(clock.latest()).isNull();
    clock.restore(in(Duration.ofHours(-1)));
    assertThat(clock.latest()).isEqualTo(in(Duration.ofHours(-1)));
  }

  @Test
  void whereAllTimeIsPastNothingIsOfTheFuture() {
    EventClock ofHistory = new EventClock(() -> Instant.MAX);
    Instant late = Instant.parse("2239-01-01T00:00:00Z");
    assertThat(ofHistory.see(late)).isTrue();
    assertThat(ofHistory.latest()).isEqualTo(late);
  }
}
