package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which texts are times (spec: table.md, T1 to T3).
final class EventTimeTest {
  private final EventTime times = new EventTime();

  private long micros(String text) {
    byte[] literal = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
    return times.micros(literal, 0, literal.length);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T08:00:07Z, 2026-05-01T08:00:07Z",
    "2026-05-01T08:00:07.5Z, 2026-05-01T08:00:07.500Z",
    "2026-05-01T08:00:07.123456789Z, 2026-05-01T08:00:07.123456Z",
    "2026-05-01T10:00:07+02:00, 2026-05-01T08:00:07Z",
    "20260501T080007Z, 2026-05-01T08:00:07Z",
    "2026-05-01T08:00:07, 2026-05-01T08:00:07Z",
    "2026-05-01T08:00, 2026-05-01T08:00:00Z",
    "2026-05-01 08:00:07, 2026-05-01T08:00:07Z",
    "2026-05-01 08:00:07.123, 2026-05-01T08:00:07.123Z",
    "2026-05-01 08:00:07.123456, 2026-05-01T08:00:07.123456Z",
    "2026-05-01 08:00:07.123456789, 2026-05-01T08:00:07.123456Z",
    "2026-05-01 08:00:07.123 UTC, 2026-05-01T08:00:07.123Z",
    "2026-05-01 10:00:07+02:00, 2026-05-01T08:00:07Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "2239-12-31T23:59:59Z, 2239-12-31T23:59:59Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z"
  })
  void everySpellingThatCopiesHaveIsRead(String text, Instant time) {
    assertThat(micros(text)).isEqualTo(EventTime.micros(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2026-05-01",
        "2026-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-05-01T24:00:00Z",
        "2026-05-01T23:60:00Z",
        "2026-05-01T23:59:60Z",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+00:01",
        "2240-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "+999999999-12-31T23:59:59Z",
        "-0001-05-01T08:00:07Z",
        "20२6-05-01T08:00:07Z",
        "Fri May 01 08:00:07 UTC 2026"
      })
  void everythingElseIsNone(String text) {
    assertThat(micros(text)).isEqualTo(EventTime.UNREADABLE);
  }

  @Test
  void theUsualSpellingIsReadAsJavaReadsIt() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      String text =
          "%04d-%02d-%02dT%02d:%02d:%02dZ"
              .formatted(
                  1960 + random.nextInt(290),
                  random.nextInt(14),
                  random.nextInt(33),
                  random.nextInt(25),
                  random.nextInt(61),
                  random.nextInt(61));
      assertThat(micros(text)).as(text).isEqualTo(expected(text));
    }
  }

  private static long expected(String text) {
    try {
      Instant time = Instant.parse(text);
      boolean outside = text.compareTo("1970") < 0 || text.compareTo("2240") >= 0;
      // Instant takes the 24th hour and the leap second, which no clock of a service writes
      boolean odd = text.contains("T24") || text.endsWith(":60Z");
      return outside || odd ? EventTime.UNREADABLE : EventTime.micros(time);
    } catch (DateTimeParseException e) {
      return EventTime.UNREADABLE;
    }
  }

  @Test
  void aStandInIsMovedIntoTheRangeThatRowsMayHave() {
    assertThat(EventTime.inRange(Instant.MIN)).isZero();
    assertThat(EventTime.inRange(Instant.MAX))
        .isEqualTo(EventTime.micros(Instant.parse("2239-12-31T23:59:59Z")));
  }
}
