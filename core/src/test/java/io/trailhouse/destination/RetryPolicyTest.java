package io.trailhouse.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A8 of docs/spec/alerts.md and T14 of docs/spec/routes.md: one policy for all that is sent.
class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(5));

  private static Duration pause(Failure failure, int failures) {
    return POLICY.pause(failure, failures, "seed");
  }

  @Test
  void aPauseDoublesUpToItsBoundAndIsAtMostAFifthShorter() {
    long wanted = 10_000;
    for (int failures = 1; failures < 100; failures++) {
      assertThat(pause(Failure.again("down"), failures).toMillis())
          .isBetween(wanted * 8 / 10, wanted);
      wanted = Math.min(600_000, wanted * 2);
    }
  }

  @Test
  void theSameSeedPausesAlikeAndOthersDoNot() {
    Failure down = Failure.again("down");
    assertThat(POLICY.pause(down, 3, "a")).isEqualTo(POLICY.pause(down, 3, "a"));
    assertThat(POLICY.pause(down, 3, "a")).isNotEqualTo(POLICY.pause(down, 3, "b"));
  }

  @Test
  void whatWasAskedForIsWaitedForAndFixingTakesItsTime() {
    assertThat(pause(Failure.again("busy").asking(Duration.ofMinutes(30)), 1))
        .isEqualTo(Duration.ofMinutes(30));
    assertThat(pause(Failure.again("busy").asking(Duration.ofSeconds(1)), 1))
        .isGreaterThan(Duration.ofSeconds(7));
    assertThat(pause(Failure.untilFixed("401"), 1)).isEqualTo(Duration.ofMinutes(5));
    assertThat(pause(Failure.untilFixed("403").asking(Duration.ofHours(1)), 1))
        .isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "120, 120",
    " 7 , 7",
    "3601, 3600",
    "99999999999999999999999, 3600",
    "'Sun, 01 Mar 2026 12:00:07 GMT', 7",
    "'Sunday, 01-Mar-26 12:00:07 GMT', 7",
    "'Sun Mar  1 12:00:07 2026', 7",
    "'Sun, 01 Mar 2026 11:59:00 GMT', 0",
    "'Tue, 01 Mar 2095 12:00:00 GMT', 3600"
  })
  void secondsAndTheDatesOfHttpAreRead(String text, long seconds) {
    assertThat(RetryAfter.of(text, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "120 s", "Bearer t0ken", "2026-03-01T12:00:00Z"})
  void whatIsNeitherAsksForNothing(String text) {
    assertThat(RetryAfter.of(text, NOW)).isNull();
    assertThat(RetryAfter.of(null, NOW)).isNull();
  }
}
