package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Literals that the engine reads otherwise, or not at all: a time with its zone, an address, JSON,
/// text with `U&`, numbers with `0x`.
final class LiteralSpellings {
  private static final Pattern TIME =
      Pattern.compile(
          "\\s*(\\d{4,}-\\d{1,2}-\\d{1,2})(?:[ T](\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?))?"
              + "\\s*([+-]\\d{1,2}(?::?\\d{2})?|Z|[A-Za-z][A-Za-z0-9_/+-]*)?\\s*");
  private static final int MOST_DIGITS = 38;
  private static final Pattern DECIMAL = Pattern.compile("([+-]?)(\\d+(?:\\.\\d*)?|\\.\\d+)");
  private static final Pattern MONTHS = Pattern.compile("(\\d{1,6})-(\\d{1,6})");
  private static final Pattern SECONDS =
      Pattern.compile("(\\d{1,6}) (\\d{1,4}):(\\d{1,4}):(\\d{1,4})");
  private static final Pattern UNICODE =
      Pattern.compile("\\\\(?:\\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4})|(\\\\))");
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  /// Functions that look at the clock on the wall of the time's own zone.
  private static final Set<String> LOCAL =
      Set.of(
          "hour",
          "minute",
          "day",
          "month",
          "year",
          "week",
          "quarter",
          "date",
          "cast",
          "try_cast",
          "date_trunc",
          "date_format",
          "format_datetime",
          "extract",
          "day_of_week",
          "dow",
          "day_of_month",
          "day_of_year",
          "doy",
          "to_iso8601",
          "timezone_hour",
          "timezone_minute",
          "last_day_of_month",
          "year_of_week",
          "yow",
          "week_of_year");

  private final SqlText sql;
  private final Rewriting rewriting;

  LiteralSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite() {
    for (int i = 0; i < sql.size(); i++) {
      if (sql.is(i, SqlToken.Kind.NUMBER)) {
        number(i);
      } else if (sql.is(i, SqlToken.Kind.STRING)) {
        switch (sql.is(i - 1, SqlToken.Kind.WORD) ? sql.name(i - 1) : "") {
          case "timestamp" -> time(i);
          case "ipaddress" -> {
            rewriting.replace(sql.from(i - 1), sql.to(i - 1), "th_cast_ip(");
            rewriting.insert(sql.to(i), ")");
          }
          case "ipprefix" -> throw noNetworks(sql, i - 1);
          case "json" -> json(i);
          case "x" -> hex(i);
          case "decimal" -> decimal(i);
          case "interval" -> interval(i);
          default -> unicode(i);
        }
      }
    }
  }

  /// The refusal of the type IPPREFIX.
  static TrailhouseException noNetworks(SqlText sql, int token) {
    return refused(
        sql,
        token,
        "the type IPPREFIX does not exist here",
        "Write contains('10.0.0.0/8', TRY_CAST(sourceipaddress AS IPADDRESS)) to test a network");
  }

  static TrailhouseException refused(SqlText sql, int token, String problem, String remedy) {
    String place = SqlPlace.of(sql.text(), sql.from(token), sql.to(token) - sql.from(token));
    return new TrailhouseException(Code.QUERY_INVALID, problem, place, remedy);
  }

  private void number(int token) {
    String digits = sql.raw(token).toLowerCase(Locale.ROOT).replace("_", "");
    int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0b") ? 2 : 8;
    if (digits.matches("0x[0-9a-f]+|0b[01]+|0o[0-7]+")) {
      String decimal = new BigInteger(digits.substring(2), radix).toString();
      rewriting.replace(sql.from(token), sql.to(token), decimal);
    }
    if (digits.matches("\\d*[.]\\d*")) {
      checkDigits(token, digits);
    }
  }

  private void time(int token) {
    Matcher parts = TIME.matcher(sql.unquoted(token));
    if (!parts.matches() || parts.group(3) == null) {
      return;
    }
    ZoneId zone = zone(token, parts.group(3));
    boolean utc = zone.normalized().equals(ZoneOffset.UTC) || parts.group(3).equals("UTC");
    String around = sql.name(sql.callOf(token));
    if (!utc && LOCAL.contains(around)) {
      throw refused(
          sql,
          token,
          around + " of a time that is not in UTC",
          "Write the time in UTC and turn it: (timestamp '..' AT TIME ZONE 'Europe/Berlin')");
    }
    try {
      LocalTime clock =
          LocalTime.parse(
              parts.group(2) == null ? "00:00" : parts.group(2),
              DateTimeFormatter.ofPattern("H:mm[:ss][.SSSSSSSSS][.SSSSSS][.SSS][.SS][.S]"));
      LocalDate day = LocalDate.parse(parts.group(1), DateTimeFormatter.ofPattern("uuuu-M-d"));
      ZonedDateTime time = day.atTime(clock).atZone(zone).withZoneSameInstant(ZoneOffset.UTC);
      rewriting.replace(sql.from(token), sql.to(token), "'" + UTC.format(time) + "'");
    } catch (DateTimeException e) {
      throw refused(
          sql, token, "this is no time: " + sql.raw(token), "Write '2026-05-01 00:00:00 UTC'");
    }
  }

  private ZoneId zone(int token, String name) {
    try {
      return name.matches("[+-].*")
          ? ZoneOffset.of(
              name.length() > 3 && name.indexOf(':') < 0
                  ? name.substring(0, 3) + ":" + name.substring(3)
                  : name)
          : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw refused(
          sql,
          token,
          "no time zone is called " + name,
          "Write UTC, an offset such as +02:00, or a name such as America/New_York");
    }
  }

  /// `DECIMAL '1.50'` has the digits that are written, as the number has without the word.
  private void decimal(int token) {
    Matcher number = DECIMAL.matcher(sql.unquoted(token).strip());
    if (!number.matches()) {
      throw refused(sql, token, "this text is no DECIMAL", "Write digits and a point, as in 1.50");
    }
    checkDigits(token, number.group(2));
    String sign = number.group(1).equals("-") ? "-" : "";
    String point = number.group(2).contains(".") ? "" : ".";
    rewriting.replace(
        sql.from(token - 1), sql.to(token), "(" + sign + number.group(2) + point + ")");
  }

  private void checkDigits(int token, String digits) {
    if (digits.replace(".", "").replaceFirst("^0+", "").length() > MOST_DIGITS) {
      throw refused(
          sql,
          token,
          "a DECIMAL has at most " + MOST_DIGITS + " digits",
          "Write fewer, or a number with E0 behind it for a DOUBLE, which is not exact");
    }
  }

  private void hex(int token) {
    String digits = sql.unquoted(token);
    if (sql.from(token) == sql.to(token - 1) && digits.indexOf(' ') >= 0) {
      rewriting.replace(sql.from(token), sql.to(token), "'" + digits.replace(" ", "") + "'");
    }
  }

  /// `INTERVAL '1-2' YEAR TO MONTH` and `INTERVAL '1 02:03:04' DAY TO SECOND` in one unit.
  private void interval(int token) {
    String value = sql.unquoted(token);
    Matcher months = MONTHS.matcher(value);
    Matcher seconds = SECONDS.matcher(value);
    boolean range = sql.isWord(token + 2, "to");
    if (range && sql.isWord(token + 3, "month") && months.matches()) {
      long sum = Long.parseLong(months.group(1)) * 12 + Long.parseLong(months.group(2));
      rewriting.replace(sql.from(token), sql.to(token + 3), "'" + sum + "' MONTH");
    } else if (range && sql.isWord(token + 3, "second") && seconds.matches()) {
      long sum =
          Long.parseLong(seconds.group(1)) * 86_400
              + Long.parseLong(seconds.group(2)) * 3600
              + Long.parseLong(seconds.group(3)) * 60
              + Long.parseLong(seconds.group(4));
      rewriting.replace(sql.from(token), sql.to(token + 3), "'" + sum + "' SECOND");
    }
  }

  private void json(int token) {
    try {
      String sorted = JsonPaths.sorted(sql.unquoted(token));
      rewriting.replace(sql.from(token), sql.to(token), TableView.quoted(sorted));
    } catch (IllegalArgumentException e) {
      throw refused(sql, token, "this text is not JSON", "Write JSON, such as '{\"a\": 1}'");
    }
  }

  private void unicode(int token) {
    boolean marked = sql.isSymbol(token - 1, "&") && sql.isWord(token - 2, "u");
    if (!marked || sql.from(token) != sql.from(token - 2) + 2) {
      return;
    }
    if (sql.isWord(token + 1, "uescape")) {
      throw refused(sql, token + 1, "UESCAPE is not understood", "Use the backslash, U&'\\00e9'");
    }
    Matcher escapes = UNICODE.matcher(sql.unquoted(token));
    StringBuilder text = new StringBuilder();
    while (escapes.find()) {
      String digits = escapes.group(1) == null ? escapes.group(2) : escapes.group(1);
      int code = digits == null ? '\\' : Integer.parseInt(digits, 16);
      if (!Character.isValidCodePoint(code)) {
        throw refused(sql, token, "no character has this number", "Write the character itself");
      }
      escapes.appendReplacement(text, Matcher.quoteReplacement(Character.toString(code)));
    }
    escapes.appendTail(text);
    rewriting.replace(sql.from(token - 2), sql.to(token), TableView.quoted(text.toString()));
  }
}
