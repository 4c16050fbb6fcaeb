package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a value of ours is the one that Trino gave, in spite of how each prints it: a time with
/// a zone may be its instant in UTC or its wall clock, JSON may differ in blanks and order.
final class TrinoValue {
  private static final MathContext DIGITS = new MathContext(12);
  private static final Pattern TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) ?(.*)");
  private static final Pattern DAYS = Pattern.compile("(-?)(\\d+) (\\d+):(\\d+):(\\d+)\\.(\\d+)");
  private static final Pattern MONTHS = Pattern.compile("(-?)(\\d+)-(\\d+)");
  private static final Pattern PART = Pattern.compile("(-?\\d+) (year|month|day)s?");
  private static final Pattern CLOCK = Pattern.compile("(-?)(\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?$");

  private TrinoValue() {}

  static boolean same(JsonNode trino, String type, JsonNode ours) {
    String kind = type.replaceFirst("\\(.*", "").toLowerCase(Locale.ROOT);
    boolean jsonNull = kind.equals("json") && trino.asText().equals("null");
    if (trino.isNull() || ours.isNull()) {
      return (trino.isNull() || jsonNull) && ours.isNull();
    }
    return switch (kind) {
      case "array" -> lists(trino, inner(type).getFirst(), ours);
      case "map" -> maps(trino, inner(type), ours);
      case "row" -> rows(trino, inner(type), ours);
      case "json" -> json(tree(trino.asText()), ours);
      case "real" -> numbers(trino.asText(), ours.asText(), new MathContext(6));
      case "double", "decimal", "bigint", "integer", "smallint", "tinyint" ->
          numbers(trino.asText(), ours.asText(), DIGITS);
      case "varbinary" ->
          HexFormat.of()
              .formatHex(Base64.getDecoder().decode(trino.asText()))
              .equals(ours.asText());
      case "interval day to second", "interval year to month" ->
          interval(trino.asText()).equals(interval(ours.asText()));
      default ->
          type.startsWith("time")
              ? times(trino.asText(), ours.asText())
              : ours.isValueNode() && trino.asText().equals(ours.asText());
    };
  }

  private static JsonNode tree(String text) {
    try {
      return TrinoAnswers.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return TrinoAnswers.JSON.getNodeFactory().textNode(text);
    }
  }

  private static boolean json(JsonNode trino, JsonNode ours) {
    if (trino.isNumber() && ours.isNumber()) {
      return numbers(trino.asText(), ours.asText(), DIGITS);
    }
    if (trino.isArray() && ours.isArray()) {
      boolean same = trino.size() == ours.size();
      for (int i = 0; same && i < trino.size(); i++) {
        same = json(trino.get(i), ours.get(i));
      }
      return same;
    }
    if (trino.isObject() && ours.isObject()) {
      boolean same = trino.size() == ours.size();
      for (Iterator<String> names = trino.fieldNames(); same && names.hasNext(); ) {
        String name = names.next();
        same = ours.has(name) && json(trino.get(name), ours.get(name));
      }
      return same;
    }
    return trino.equals(ours);
  }

  private static boolean lists(JsonNode trino, String type, JsonNode ours) {
    boolean same = ours.isArray() && trino.size() == ours.size();
    for (int i = 0; same && i < trino.size(); i++) {
      same = same(trino.get(i), type, ours.get(i));
    }
    return same;
  }

  private static boolean maps(JsonNode trino, List<String> types, JsonNode ours) {
    boolean same = ours.isObject() && trino.size() == ours.size();
    for (Iterator<String> keys = trino.fieldNames(); same && keys.hasNext(); ) {
      String key = keys.next();
      same = ours.has(key) && same(trino.get(key), types.getLast(), ours.get(key));
    }
    return same;
  }

  private static boolean rows(JsonNode trino, List<String> types, JsonNode ours) {
    boolean same = ours.isContainerNode() && trino.size() == ours.size();
    int i = 0;
    for (Iterator<JsonNode> fields = ours.elements(); same && fields.hasNext(); i++) {
      String type = types.get(i).replaceFirst("^(?:\"[^\"]*\"|\\w+) (?=\\S)", "");
      same = same(trino.get(i), type, fields.next());
    }
    return same;
  }

  /// The types between the parentheses of a type.
  private static List<String> inner(String type) {
    String all = type.substring(type.indexOf('(') + 1, type.lastIndexOf(')'));
    List<String> found = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < all.length(); i++) {
      char c = all.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        found.add(all.substring(start, i).strip());
        start = i + 1;
      }
    }
    found.add(all.substring(start).strip());
    return found;
  }

  private static boolean numbers(String trino, String ours, MathContext digits) {
    try {
      BigDecimal a = new BigDecimal(trino).round(digits);
      BigDecimal b = new BigDecimal(ours).round(digits);
      return a.compareTo(b) == 0;
    } catch (NumberFormatException e) {
      return trino.equals(ours);
    }
  }

  private static boolean times(String trino, String ours) {
    Matcher a = TIME.matcher(trino);
    Matcher b = TIME.matcher(ours);
    if (!a.matches() || !b.matches()) {
      return trino.replaceFirst("\\.0*$", "").equals(ours.replaceFirst("\\.0*$", ""));
    }
    LocalDateTime there = LocalDateTime.parse(a.group(1) + "T" + a.group(2));
    LocalDateTime here = LocalDateTime.parse(b.group(1) + "T" + b.group(2));
    if (there.equals(here)) {
      return true;
    }
    String zone = a.group(3);
    return !zone.isEmpty()
        && OffsetDateTime.from(there.atZone(ZoneId.of(zone)))
            .atZoneSameInstant(ZoneOffset.UTC)
            .toLocalDateTime()
            .equals(here);
  }

  /// Months, and nanoseconds, of an interval as either prints it.
  private static String interval(String text) {
    Matcher days = DAYS.matcher(text);
    Matcher months = MONTHS.matcher(text);
    long sum = 0;
    if (days.matches()) {
      long seconds = Long.parseLong(days.group(2)) * 86_400 + clock(days, 3);
      return "0 " + (days.group(1).isEmpty() ? 1 : -1) * (seconds * 1000 + part(days.group(6)));
    }
    if (months.matches()) {
      sum = Long.parseLong(months.group(2)) * 12 + Long.parseLong(months.group(3));
      return (months.group(1).isEmpty() ? sum : -sum) + " 0";
    }
    long millis = 0;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      long n = Long.parseLong(parts.group(1));
      switch (parts.group(2)) {
        case "year" -> sum += 12 * n;
        case "month" -> sum += n;
        default -> millis += n * 86_400_000;
      }
    }
    Matcher clock = CLOCK.matcher(text);
    if (clock.find()) {
      millis +=
          (clock.group(1).isEmpty() ? 1 : -1) * (clock(clock, 2) * 1000 + part(clock.group(5)));
    }
    return sum + " " + millis;
  }

  private static long clock(Matcher m, int first) {
    return Long.parseLong(m.group(first)) * 3600
        + Long.parseLong(m.group(first + 1)) * 60
        + Long.parseLong(m.group(first + 2));
  }

  private static long part(String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "000").substring(0, 3));
  }
}
