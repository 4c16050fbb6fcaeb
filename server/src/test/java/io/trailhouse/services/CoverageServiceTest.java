package io.trailhouse.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.coverage.Known;
import io.trailhouse.services.CoverageService.Question;
import io.trailhouse.services.CoverageService.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which time is looked at when nobody names one (spec: coverage.md).
class CoverageServiceTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:30:00Z");

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static Known known(Instant from, Instant to, long files) {
    return new Known(new Known.Span(from, to), files);
  }

  private static Times times(@Nullable Instant from, boolean live, @Nullable Known known) {
    return Times.of(new Question(from, null, null, null, live, null), NOW, known);
  }

  @Test
  void ofACopyItIsAllThatIsKnown() {
    Times times = times(null, false, known(daysAgo(400), daysAgo(300), 50));
    assertThat(times).isEqualTo(new Times(daysAgo(400), daysAgo(300).plusSeconds(1), null));
  }

  @Test
  void ofWhatIsCollectedItEndsNow() {
    Times times = times(null, true, known(daysAgo(40), daysAgo(30), 50));
    assertThat(times).isEqualTo(new Times(daysAgo(40), NOW, null));
  }

  @Test
  void aBeginningThatIsNamedEndsNowAndLeavesNothing() {
    Times times = times(daysAgo(3_000), false, known(daysAgo(5_000), daysAgo(300), 5_000_000));
    assertThat(times).isEqualTo(new Times(daysAgo(3_000), NOW, null));
  }

  @Test
  void whereNothingIsKnownItIsAWeek() {
    assertThat(times(null, false, null)).isEqualTo(new Times(daysAgo(7), NOW, null));
  }

  @Test
  void ofVeryMuchItIsTheLastWeekAndSaysSinceWhenThereIsMore() {
    Instant end = daysAgo(1).plusSeconds(1);
    Times ofFiles = times(null, false, known(daysAgo(30), daysAgo(1), 1_000_001));
    assertThat(ofFiles).isEqualTo(new Times(end.minus(Duration.ofDays(7)), end, daysAgo(30)));
    Times ofYears = times(null, true, known(daysAgo(801), daysAgo(1), 50));
    assertThat(ofYears).isEqualTo(new Times(daysAgo(7), NOW, daysAgo(801)));
    Times most = times(null, true, known(daysAgo(800), daysAgo(1), 1_000_000));
    assertThat(most).isEqualTo(new Times(daysAgo(800), NOW, null));
  }

  @Test
  void muchOfLessThanAWeekIsLookedAtWhole() {
    Times times = times(null, true, known(daysAgo(5), daysAgo(1), 3_000_000));
    assertThat(times).isEqualTo(new Times(daysAgo(5), NOW, null));
  }

  @Test
  void aFileDatedInTheFutureMovesNoEnd() {
    Times times = times(null, false, known(daysAgo(5), NOW.plusSeconds(9), 10));
    assertThat(times).isEqualTo(new Times(daysAgo(5), NOW, null));
  }
}
