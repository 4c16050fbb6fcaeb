package io.trailhouse.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The times in records: `yyyy-MM-ddTHH:mm:ssZ` in nearly all of them, other ISO spellings in
/// copies.
///
/// Not for several threads at once.
final class EventTimes {
  /// What [#micros] gives for a text that is no time.
  static final long UNREADABLE = Long.MIN_VALUE;

  private static final int USUAL_LENGTH = "\"2026-05-01T08:00:00Z\"".length();
  private static final String USUAL = "\"dddd-dd-ddTdd:dd:ddZ\"";
  private static final long SECOND = 1_000_000;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2240-01-01T00:00:00Z");
  private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX");

  /// What SQL engines print: a blank for the `T`, perhaps the zone's name at the end.
  private static final Pattern PRINTED = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}) (.*?)( UTC)?");

  private static final List<java.util.function.Function<String, Instant>> SPELLINGS =
      List.of(
          text -> OffsetDateTime.parse(text).toInstant(),
          text -> OffsetDateTime.parse(text, BASIC).toInstant(),
          text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));

  private int date = -1;
  private long secondsOfDate;

  static long micros(Instant time) {
    return time.getEpochSecond() * SECOND + time.getNano() / 1_000;
  }

  /// A time in microseconds, moved to the nearest one that rows may have: names and clocks of files
  /// can say anything.
  static long inRange(Instant time) {
    if (time.isBefore(EARLIEST)) {
      return 0;
    }
    return time.isBefore(LATEST) ? micros(time) : micros(LATEST) - SECOND;
  }

  /// Whether a literal is spelled as CloudTrail spells times, and is one.
  boolean isUsualSpelling(byte[] bytes, int from, int to) {
    return usual(bytes, from, to) != UNREADABLE;
  }

  /// The moment of a JSON string literal in microseconds since 1970; [#UNREADABLE] when it is none,
  /// or lies outside the years 1970 to 2239.
  long micros(byte[] bytes, int from, int to) {
    long usual = usual(bytes, from, to);
    if (usual != UNREADABLE) {
      return usual;
    }
    String text = JsonStrings.decode(bytes, from, to).strip();
    Matcher printed = PRINTED.matcher(text);
    if (printed.matches()) {
      text = printed.group(1) + 'T' + printed.group(2);
    }
    for (java.util.function.Function<String, Instant> spelling : SPELLINGS) {
      try {
        Instant time = spelling.apply(text);
        return time.isBefore(EARLIEST) || !time.isBefore(LATEST) ? UNREADABLE : micros(time);
      } catch (DateTimeException e) {
        // the next spelling may fit
      }
    }
    return UNREADABLE;
  }

  /// The `windowStart` in the `timeWindow` object of an Aggregated record (CloudTrail user guide,
  /// "Aggregating data events").
  long windowStart(byte[] bytes, int from, int to) {
    try (JsonParser json = RecordJson.FACTORY.createParser(bytes, from, to - from)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean start = json.currentName().equals("windowStart");
        if (json.nextToken() == JsonToken.VALUE_STRING && start) {
          byte[] text = ('"' + json.getText() + '"').getBytes(StandardCharsets.UTF_8);
          return micros(text, 0, text.length);
        }
        json.skipChildren();
      }
      return UNREADABLE;
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private long usual(byte[] bytes, int from, int to) {
    if (to - from != USUAL_LENGTH) {
      return UNREADABLE;
    }
    for (int at = 0; at < USUAL_LENGTH; at++) {
      int wanted = USUAL.charAt(at);
      int found = bytes[from + at];
      if (wanted == 'd' ? found < '0' || found > '9' : found != wanted) {
        return UNREADABLE;
      }
    }
    int year = two(bytes, from + 1) * 100 + two(bytes, from + 3);
    int month = two(bytes, from + 6);
    int day = two(bytes, from + 9);
    int hour = two(bytes, from + 12);
    int minute = two(bytes, from + 15);
    int second = two(bytes, from + 18);
    if (year < 1970 || year > 2239 || hour > 23 || minute > 59 || second > 59) {
      return UNREADABLE;
    }
    int wantedDate = year * 10_000 + month * 100 + day;
    if (wantedDate != date) {
      if (month < 1
          || month > 12
          || day < 1
          || day > LocalDate.of(year, month, 1).lengthOfMonth()) {
        return UNREADABLE;
      }
      date = wantedDate;
      secondsOfDate = LocalDate.of(year, month, day).toEpochDay() * 86_400;
    }
    return (secondsOfDate + hour * 3_600L + minute * 60L + second) * SECOND;
  }

  private static int two(byte[] bytes, int at) {
    return (bytes[at] - '0') * 10 + bytes[at + 1] - '0';
  }
}
