package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Level;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class QuietHoursTest {
  private static QuietHours berlin(String from, String to) {
    return new QuietHours(
        LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("Europe/Berlin"), Level.CRITICAL);
  }

  private static Instant end(QuietHours quiet, String moment) {
    return quiet.endAround(Instant.parse(moment));
  }

  @Test
  void hoursOfOneDayBeginAndEndOnIt() {
    QuietHours lunch = berlin("12:00", "13:30");
    assertThat(end(lunch, "2026-01-10T10:59:59Z")).isNull();
    assertThat(end(lunch, "2026-01-10T11:00:00Z")).isEqualTo("2026-01-10T12:30:00Z");
    assertThat(end(lunch, "2026-01-10T12:30:00Z")).isNull();
  }

  @Test
  void hoursOverMidnightEndOnTheNextDay() {
    QuietHours night = berlin("22:00", "07:00");
    assertThat(end(night, "2026-01-10T20:59:59Z")).isNull();
    assertThat(end(night, "2026-01-10T21:00:00Z")).isEqualTo("2026-01-11T06:00:00Z");
    assertThat(end(night, "2026-01-11T05:59:59Z")).isEqualTo("2026-01-11T06:00:00Z");
    assertThat(end(night, "2026-01-11T06:00:00Z")).isNull();
  }

  @Test
  void aNightInWhichTheClockChangesIsAnHourShorterOrLonger() {
    QuietHours night = berlin("22:00", "07:00");
    assertThat(end(night, "2026-03-28T21:00:00Z")).isEqualTo("2026-03-29T05:00:00Z");
    assertThat(end(night, "2026-10-24T20:00:00Z")).isEqualTo("2026-10-25T06:00:00Z");
  }

  @Test
  void anEndThatTheClockLeapsOverIsTheMomentOfTheChange() {
    QuietHours early = berlin("01:30", "02:30");
    assertThat(end(early, "2026-03-29T00:30:00Z")).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(end(early, "2026-03-29T01:00:00Z")).isNull();
    QuietHours late = berlin("02:30", "03:10");
    assertThat(end(late, "2026-03-29T00:59:59Z")).isNull();
    assertThat(end(late, "2026-03-29T01:00:00Z")).isEqualTo("2026-03-29T01:10:00Z");
  }

  @Test
  void anHourThatComesTwiceIsQuietBothTimes() {
    QuietHours early = berlin("01:00", "02:30");
    assertThat(end(early, "2026-10-25T00:45:00Z")).isEqualTo("2026-10-25T01:30:00Z");
    assertThat(end(early, "2026-10-25T01:15:00Z")).isEqualTo("2026-10-25T01:30:00Z");
    QuietHours from = berlin("02:30", "04:00");
    assertThat(end(from, "2026-10-25T00:30:00Z")).isEqualTo("2026-10-25T03:00:00Z");
  }

  @Test
  void hoursWithoutALengthAreRefused() {
    assertThatThrownBy(() -> berlin("07:00", "07:00")).hasMessageContaining("no length");
  }
}
