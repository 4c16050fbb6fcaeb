package io.trailhouse.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that `serve` says of itself at one moment.
///
/// @param routes empty when there are none
/// @param rules what they have found
/// @param upkeep how the last round went
/// @param others problems of no single source, for people
/// @param findings what is missing in the table, for people; no failure of this program
public record ServeStatus(
    String version,
    Instant startedAt,
    List<SourceStatus> sources,
    List<RouteStatus> routes,
    RulesStatus rules,
    UpkeepStatus upkeep,
    List<String> others,
    List<String> findings) {
  private static final JsonFactory JSON = new JsonFactory();

  /// The last round of upkeep.
  ///
  /// @param lastRun when it ended; null before the first
  /// @param problem why it failed, for people; null when it did not
  /// @param files data files of the event table after it
  public record UpkeepStatus(@Nullable Instant lastRun, @Nullable String problem, long files) {}

  /// What is not as it should be, a line for people each; empty when all is well.
  public List<String> problems() {
    List<String> problems = new ArrayList<>(others);
    for (SourceStatus source : sources) {
      if (source.problem() != null) {
        problems.add(source.name() + ": " + source.problem());
      }
      source
          .problems()
          .forEach((account, problem) ->
              problems.add(source.name() + ", account " + account + ": " + problem));
    }
    for (RouteStatus route : routes) {
      if (route.problem() != null) {
        problems.add("route " + route.name() + ": " + route.problem());
      }
    }
    if (rules.problem() != null) {
      problems.add("rules: " + rules.problem());
    }
    for (AlertStatus alert : rules.alerts()) {
      if (alert.problem() != null) {
        problems.add("alert " + alert.name() + ": " + alert.problem());
      }
    }
    if (upkeep.problem() != null) {
      problems.add("upkeep: " + upkeep.problem());
    }
    return problems;
  }

  /// The same with one problem more.
  public ServeStatus withProblem(String problem) {
    List<String> more = new ArrayList<>(others);
    more.add(problem);
    return new ServeStatus(version, startedAt, sources, routes, rules, upkeep, more, findings);
  }

  /// The same with these routes.
  public ServeStatus withRoutes(List<RouteStatus> running) {
    return new ServeStatus(version, startedAt, sources, running, rules, upkeep, others, findings);
  }

  /// The same with what the rules say.
  public ServeStatus withRules(RulesStatus now) {
    return new ServeStatus(version, startedAt, sources, routes, now, upkeep, others, findings);
  }

  /// The same with other findings.
  public ServeStatus withFindings(List<String> found) {
    return new ServeStatus(version, startedAt, sources, routes, rules, upkeep, others, found);
  }

  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("version", version);
      json.writeStringField("started_at", startedAt.toString());
      strings(json, "problems", problems());
      strings(json, "findings", findings);
      json.writeArrayFieldStart("sources");
      for (SourceStatus source : sources) {
        write(json, source);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("routes");
      for (RouteStatus route : routes) {
        write(json, route);
      }
      json.writeEndArray();
      write(json, rules);
      json.writeObjectFieldStart("upkeep");
      time(json, "last_run", upkeep.lastRun());
      optional(json, "problem", upkeep.problem());
      json.writeNumberField("data_files", upkeep.files());
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, SourceStatus source) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", source.name());
    json.writeStringField("kind", source.kind());
    json.writeStringField("state", source.state());
    json.writeStringField("since", source.since().toString());
    optional(json, "problem", source.problem());
    json.writeObjectFieldStart("account_problems");
    for (Map.Entry<String, String> each : source.problems().entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    numbers(json, "counts", source.counts());
    time(json, "newest_event", source.newestEvent());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RouteStatus route) throws IOException {
    RouteStatus.Counts counts = route.counts();
    json.writeStartObject();
    json.writeStringField("name", route.name());
    optional(json, "problem", route.problem());
    json.writeStringField("position", route.position());
    json.writeNumberField("in", counts.in());
    json.writeNumberField("kept", counts.kept());
    numbers(json, "dropped", counts.dropped());
    json.writeNumberField("delivered", counts.delivered());
    json.writeNumberField("waiting", counts.waiting());
    numbers(json, "failed", counts.failed());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RulesStatus rules) throws IOException {
    json.writeObjectFieldStart("rules");
    optional(json, "problem", rules.problem());
    json.writeNumberField("rules", rules.rules());
    json.writeStringField("position", rules.position());
    json.writeNumberField("inspected", rules.inspected());
    json.writeNumberField("findings", rules.findings());
    json.writeNumberField("suppressed", rules.suppressed());
    json.writeNumberField("future", rules.future());
    json.writeArrayFieldStart("alerts");
    for (AlertStatus alert : rules.alerts()) {
      json.writeStartObject();
      json.writeStringField("name", alert.name());
      optional(json, "problem", alert.problem());
      numbers(json, "counts", alert.counts());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, Map<String, Long> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> each : numbers.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  static void strings(JsonGenerator json, String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    optional(json, name, time == null ? null : time.toString());
  }

  private static void optional(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, text);
    }
  }
}
