package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The members of a question, checked: what is missing, of another type, too large or not known is
/// told by its name with what is expected.
final class Members {
  /// Bytes of a search or a statement.
  static final int MOST_TEXT = 100 * 1024;

  private static final int MOST_NAME = 2048;
  private static final int MOST_IN_A_LIST = 1000;
  private static final int USUAL_LIMIT = 1000;
  private static final int MOST_LIMIT = 100_000;

  /// What a table can hold (table.md, T2), and a year more on each side.
  private static final Instant FIRST = Instant.parse("1969-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2241-01-01T00:00:00Z");

  private final JsonNode body;

  private Members(JsonNode body) {
    this.body = body;
  }

  /// @param known the members that the question may have
  static Members of(Asked asked, String... known) {
    return of(asked.body(), known);
  }

  private static Members of(JsonNode body, String... known) {
    if (!body.isObject()) {
      throw wrong("the question is no JSON object", "its body", "Send {} where nothing is asked");
    }
    List<String> names = List.of(known);
    for (Iterator<String> each = body.fieldNames(); each.hasNext(); ) {
      String name = each.next();
      if (!names.contains(name)) {
        String near = NearName.of(name, names);
        throw wrong(
            "this question has no member " + shown(name),
            shown(name),
            names.isEmpty()
                ? "It has none"
                : near == null
                    ? "It has " + String.join(", ", names)
                    : "Did you mean " + near + "?");
      }
    }
    return new Members(body);
  }

  private static String shown(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }

  static TrailhouseException wrong(String problem, String place, String remedy) {
    return new TrailhouseException(Code.WRONG_USE, problem, place, remedy);
  }

  private @Nullable JsonNode member(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }

  boolean has(String name) {
    return member(name) != null;
  }

  /// A text that must be there and say something.
  String name(String name) {
    String text = optional(name, MOST_NAME);
    if (text == null || text.isBlank()) {
      throw wrong("there is no " + name, name, "Give it as a text");
    }
    return text;
  }

  /// A text; null when there is none or an empty one.
  @Nullable String optional(String name) {
    String text = optional(name, MOST_NAME);
    return text == null || text.isEmpty() ? null : text;
  }

  /// A text of any length that a question may have; empty when there is none.
  String text(String name) {
    String text = optional(name, MOST_TEXT);
    return text == null ? "" : text;
  }

  private @Nullable String optional(String name, int most) {
    JsonNode value = member(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(name + " is no text", name, "Put it in quotes");
    }
    String text = value.textValue();
    if (text.length() > most || text.getBytes(StandardCharsets.UTF_8).length > most) {
      throw wrong(name + " has more than " + most + " bytes", name, "Shorten it");
    }
    return text;
  }

  /// Texts; none when there is no such member.
  List<String> texts(String name) {
    JsonNode value = member(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (!value.isArray() || value.size() > MOST_IN_A_LIST) {
      throw wrong(
          name + " is no list of at most " + MOST_IN_A_LIST, name, "Write [\"..\", \"..\"]");
    }
    for (JsonNode each : value) {
      if (!each.isTextual() || each.textValue().length() > MOST_NAME) {
        throw wrong(
            name + " holds something else than short texts", name, "Write [\"..\", \"..\"]");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  /// Objects; none when there is no such member.
  ///
  /// @param known the members that each may have
  List<Members> list(String name, int most, String... known) {
    JsonNode value = member(name);
    List<Members> all = new ArrayList<>();
    if (value == null) {
      return all;
    }
    if (!value.isArray() || value.size() > most) {
      throw wrong(name + " is no list of at most " + most, name, "Write [{..}, {..}]");
    }
    value.forEach(each -> all.add(of(each, known)));
    return all;
  }

  int limit() {
    return number("limit", USUAL_LIMIT, MOST_LIMIT);
  }

  /// A number from 1 on.
  ///
  /// @param usual when there is none
  int number(String name, int usual, int most) {
    return number(name, usual, 1, most);
  }

  int number(String name, int usual, int least, int most) {
    JsonNode value = member(name);
    if (value == null) {
      return usual;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(
          "%s is no whole number from %d to %d".formatted(name, least, most),
          name,
          "Give one, or leave it out for " + usual);
    }
    return value.intValue();
  }

  /// A time; null when there is none.
  @Nullable Instant time(String name) {
    String text = optional(name);
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      if (!time.isBefore(FIRST) && time.isBefore(LAST)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw wrong(name + " is no time", name, "Write it as 2026-05-01T00:00:00Z");
  }

  /// The times `from` and `to`.
  Span span() {
    Span span = new Span(time("from"), time("to"));
    if (span.from != null && span.to != null && !span.from.isBefore(span.to)) {
      throw wrong("the start is not before the end", "from, to", "Exchange them");
    }
    return span;
  }

  /// A span of time.
  ///
  /// @param from inclusive; null for the beginning
  /// @param to exclusive; null for the end
  record Span(@Nullable Instant from, @Nullable Instant to) {
    @Nullable LocalDateTime begin() {
      return from == null ? null : LocalDateTime.ofInstant(from, ZoneOffset.UTC);
    }

    @Nullable LocalDateTime end() {
      return to == null ? null : LocalDateTime.ofInstant(to, ZoneOffset.UTC);
    }
  }
}
