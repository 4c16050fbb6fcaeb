package io.trailhouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.TrailhouseException;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parameters of widgets: `docs/spec/dashboards.md`, clause DB-3.
class WidgetSpanTest {
  private static final LocalDateTime MAY = LocalDateTime.parse("2026-05-01T00:00:00");

  @Test
  void fillsInEveryParameterAndNothingElse() {
    WidgetSpan span = new WidgetSpan(MAY, MAY.plusDays(1));
    assertThat(
            span.fill(
                "a > '$StartTime$' AND b < '$EndTime$' AND c = '$Period$' OR '$StartTime$' = '$x$'"))
        .isEqualTo(
            "a > '2026-04-30 23:59:59.999999' AND b < '2026-05-02 00:00:00' AND c = 'hour'"
                + " OR '2026-04-30 23:59:59.999999' = '$x$'");
  }

  @ParameterizedTest
  @CsvSource({
    "1, hour",
    "96, hour",
    "97, day",
    "2976, day",
    "2977, week",
    "17568, week",
    "17569, month"
  })
  void aStepMakesAboutAHundredPoints(int hours, String period) {
    assertThat(new WidgetSpan(MAY, MAY.plusHours(hours)).period()).isEqualTo(period);
  }

  @Test
  void refusesATimeThatIsNone() {
    for (LocalDateTime to : new LocalDateTime[] {MAY, MAY.minusDays(1), LocalDateTime.MAX}) {
      assertThatThrownBy(() -> new WidgetSpan(MAY, to)).isInstanceOf(TrailhouseException.class);
    }
  }
}
