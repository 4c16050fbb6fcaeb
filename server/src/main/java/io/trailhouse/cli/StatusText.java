package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `/status` answers, for people.
final class StatusText {
  private static final String TO_DO = ". To do: ";

  private final Map<?, ?> status;

  private StatusText(Map<?, ?> status) {
    this.status = status;
  }

  /// Reads an answer; null when it is none of `serve`.
  static @Nullable StatusText of(String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return read(parser) instanceof Map<?, ?> map && map.containsKey("started_at")
          ? new StatusText(map)
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        map.put(name, read(parser));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
        list.add(read(parser));
      }
      return list;
    }
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  /// The home folder that it works on.
  String home() {
    return text(status, "home");
  }

  boolean hasProblems() {
    return !list(status, "problems").isEmpty();
  }

  void print(PrintWriter out, Instant now) {
    out.printf(
        "serve %s on %s since %s%n",
        text(status, "version"), text(status, "home"), text(status, "started_at"));
    each("sources").forEach(source -> out.println(source(source, now)));
    each("routes").forEach(route -> out.println(route(route)));
    rules(out);
    Map<?, ?> upkeep = map(status, "upkeep");
    out.printf(
        "upkeep: %s%n",
        upkeep.get("last_run") == null
            ? "has not run yet"
            : "%s ago, %s"
                .formatted(
                    age(upkeep, "last_run", now),
                    Counted.of(number(upkeep, "data_files"), "data file")));
    List<?> gaps = list(status, "gaps");
    if (!gaps.isEmpty()) {
      out.println(Counted.of(gaps.size(), "gap") + ":");
      gaps.forEach(gap -> out.println("  " + TerminalEscaper.line(String.valueOf(gap))));
    }
    problems(out);
  }

  private void problems(PrintWriter out) {
    List<?> problems = list(status, "problems");
    if (problems.isEmpty()) {
      out.println("No problems.");
      return;
    }
    out.println(Counted.of(problems.size(), "problem") + ":");
    for (Object each : problems) {
      String problem = TerminalEscaper.text(String.valueOf(each));
      int remedy = problem.lastIndexOf(TO_DO);
      out.println("  " + (remedy < 0 ? problem : problem.substring(0, remedy)));
      if (remedy >= 0) {
        out.println("    to do: " + problem.substring(remedy + TO_DO.length()));
      }
    }
  }

  private static String source(Map<?, ?> source, Instant now) {
    Map<?, ?> counts = map(source, "counts");
    String newest =
        source.get("newest_event") == null
            ? "no event yet"
            : "newest event %s old".formatted(age(source, "newest_event", now));
    return "source %s (%s): %s, %s of %s, %s waiting, %s"
        .formatted(
            text(source, "name"),
            text(source, "kind"),
            text(source, "state").toLowerCase(java.util.Locale.ROOT),
            Counted.of(number(counts, "events_stored"), "new event"),
            Counted.of(number(counts, "files_done"), "file"),
            Counted.of(number(counts, "files_waiting"), "file"),
            newest);
  }

  private String route(Map<?, ?> route) {
    return "route %s: %s in, %,d kept, %,d delivered, %,d waiting, %,d failed%s"
        .formatted(
            text(route, "name"),
            Counted.of(number(route, "in"), "event"),
            number(route, "kept"),
            number(route, "delivered"),
            number(route, "waiting"),
            map(route, "failed").values().stream().mapToLong(StatusText::whole).sum(),
            behind(text(route, "position")));
  }

  private void rules(PrintWriter out) {
    Map<?, ?> rules = map(status, "rules");
    if (number(rules, "rules") > 0) {
      out.printf(
          "rules: %s, %s inspected, %s (%,d suppressed)%s%n",
          Counted.of(number(rules, "rules"), "rule"),
          Counted.of(number(rules, "inspected"), "event"),
          Counted.of(number(rules, "findings"), "finding"),
          number(rules, "suppressed"),
          behind(text(rules, "position")));
    }
    for (Object each : list(rules, "alerts")) {
      Map<?, ?> alert = each instanceof Map<?, ?> map ? map : Map.of();
      Map<?, ?> counts = map(alert, "counts");
      out.printf(
          "alert %s: %,d sent, %,d waiting, %,d failed, %,d unknown, %,d dropped%n",
          text(alert, "name"),
          number(counts, "sent"),
          number(counts, "waiting"),
          number(counts, "failed"),
          number(counts, "unknown"),
          number(counts, "dropped"));
    }
  }

  /// How far a position is behind the table.
  private String behind(String position) {
    long commits = commit(text(status, "head")) - commit(position);
    return position.isEmpty() || commits <= 0
        ? ""
        : ", " + Counted.of(commits, "commit") + " behind the table";
  }

  private static long commit(String position) {
    int colon = position.indexOf(':');
    return whole(colon < 0 ? position : position.substring(0, colon));
  }

  private static String age(Map<?, ?> of, String name, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(text(of, name)), now);
      long seconds = Math.max(0, age.toSeconds());
      return seconds < 120
          ? seconds + " s"
          : seconds < 7_200
              ? seconds / 60 + " min"
              : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    } catch (DateTimeException e) {
      return "?";
    }
  }

  private List<Map<?, ?>> each(String name) {
    List<Map<?, ?>> maps = new ArrayList<>();
    for (Object each : list(status, name)) {
      if (each instanceof Map<?, ?> map) {
        maps.add(map);
      }
    }
    return maps;
  }

  private static List<?> list(Map<?, ?> of, String name) {
    return of.get(name) instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(Map<?, ?> of, String name) {
    return of.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(Map<?, ?> of, String name) {
    Object value = of.get(name);
    return value == null ? "" : TerminalEscaper.line(value.toString());
  }

  private static long number(Map<?, ?> of, String name) {
    return whole(of.get(name));
  }

  private static long whole(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
