package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// When a record happened: the one place where `eventTime` is read, in every spelling that is taken
/// ([TimeSpelling] lists them), and where it is said what stands in when there is none.
///
/// A record's time is its `eventTime`; of an Aggregated record, which has none, the start of its
/// `timeWindow`; of any other without a readable one, the delivery of its log file. Times are UTC
/// in microseconds since 1970, of the years 1970 to 2239. Not for several threads at once; the
/// static methods are.
public final class EventTime {
  /// Stands for a time that a record does not say readably.
  public static final long UNREADABLE = Long.MIN_VALUE;

  private static final int USUAL_LENGTH = "\"2026-05-01T08:00:00Z\"".length();
  private static final String USUAL = "\"dddd-dd-ddTdd:dd:ddZ\"";
  private static final byte[] TIME_WINDOW = "\"timeWindow\"".getBytes(StandardCharsets.US_ASCII);
  private static final long SECOND = 1_000_000;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2240-01-01T00:00:00Z");

  /// A value longer than this is no time.
  private static final int LONGEST = 200;

  private int date = -1;
  private long secondsOfDate;

  public static long micros(Instant time) {
    return time.getEpochSecond() * SECOND + time.getNano() / 1_000;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
  }

  /// A time in microseconds, moved to the nearest one that events may have: names and clocks of
  /// files can say anything.
  public static long inRange(Instant time) {
    if (time.isBefore(EARLIEST)) {
      return 0;
    }
    return time.isBefore(LATEST) ? micros(time) : micros(LATEST) - SECOND;
  }

  /// When a record happened, by itself or by what its log file tells; null when neither says so.
  public static @Nullable Instant of(EventView event) {
    Instant written = written(event);
    return written == null ? event.file().deliveredAt() : written;
  }

  /// When a record happened as it says itself; null when it does not say so readably.
  public static @Nullable Instant written(EventView event) {
    long micros = new EventTime().written(event.batch(), event.row());
    return micros == UNREADABLE ? null : instant(micros);
  }

  /// A moment as some text says it, in any spelling that is taken; null when it is none, or lies
  /// outside the years that events have.
  public static @Nullable Instant of(String text) {
    OffsetDateTime time = TimeSpelling.read(text);
    return time == null || !isInRange(time.toInstant()) ? null : time.toInstant();
  }

  /// The same with the offset it is written in, of any year.
  public static @Nullable OffsetDateTime withOffset(String text) {
    return TimeSpelling.read(text);
  }

  private static boolean isInRange(Instant time) {
    return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
  }

  /// Whether a literal is spelled as CloudTrail spells times, and is one.
  public boolean isUsualSpelling(byte[] bytes, int from, int to) {
    return usual(bytes, from, to) != UNREADABLE;
  }

  /// What `eventTime` says; [#UNREADABLE] without it. This is the time that makes two records the
  /// same event.
  public long own(EventBatch batch, int row) {
    int member = batch.find(row, EventField.EVENT_TIME);
    return member < 0 ? UNREADABLE : micros(batch.bytes(), batch.from(member), batch.to(member));
  }

  /// What the record says of its time: `eventTime`, else the start of its window.
  public long written(EventBatch batch, int row) {
    long own = own(batch, row);
    return own == UNREADABLE ? windowStart(batch, row) : own;
  }

  /// The start of the `timeWindow` of an Aggregated record (CloudTrail user guide, "Aggregating
  /// data events"); [#UNREADABLE] without one.
  public long windowStart(EventBatch batch, int row) {
    for (int m = batch.memberBegin(row); m < batch.memberEnd(row); m++) {
      if (batch.field(m) == null
          && batch.kind(m) == ValueKind.OBJECT
          && Arrays.equals(
              batch.bytes(),
              batch.keyFrom(m),
              batch.keyTo(m),
              TIME_WINDOW,
              0,
              TIME_WINDOW.length)) {
        return inside(batch.bytes(), batch.from(m), batch.to(m), "windowStart");
      }
    }
    return UNREADABLE;
  }

  /// The moment of a JSON value in microseconds: a string, a number, or an object with `$date` as
  /// MongoDB writes it.
  public long micros(byte[] bytes, int from, int to) {
    long usual = usual(bytes, from, to);
    if (usual != UNREADABLE || to - from > LONGEST) {
      return usual;
    }
    return switch (JsonSpans.kind(bytes[from])) {
      case STRING -> micros(JsonStrings.decode(bytes, from, to));
      case NUMBER -> micros(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
      case OBJECT -> inside(bytes, from, to, "$date");
      default -> UNREADABLE;
    };
  }

  private static long micros(String text) {
    Instant time = of(text);
    return time == null ? UNREADABLE : micros(time);
  }

  /// A time in an object's member: a string, a number, or `{"$numberLong": "…"}`.
  private static long inside(byte[] bytes, int from, int to, String key) {
    try (JsonParser json = RecordJson.FACTORY.createParser(bytes, from, to - from)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals(key);
        JsonToken value = json.nextToken();
        if (wanted && value == JsonToken.START_OBJECT && key.equals("$date")) {
          boolean wrapped =
              json.nextToken() == JsonToken.FIELD_NAME && json.currentName().equals("$numberLong");
          return wrapped && json.nextToken().isScalarValue() ? micros(json.getText()) : UNREADABLE;
        }
        if (wanted) {
          return value.isScalarValue() ? micros(json.getText()) : UNREADABLE;
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
