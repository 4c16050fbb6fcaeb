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
/// @param home the home folder that it works on
/// @param head where the table ends, as the positions of routes and rules count; empty when nobody
///   has looked yet
/// @param routes empty when there are none
/// @param rules what they have found
/// @param upkeep how the last round went
/// @param others problems of nothing that has a status of its own
/// @param gaps what is missing in the table, for people; no failure of this program
public record ServeStatus(
    String version,
    String home,
    Instant startedAt,
    String head,
    List<SourceStatus> sources,
    List<RouteStatus> routes,
    RulesStatus rules,
    UpkeepStatus upkeep,
    List<Problem> others,
    List<String> gaps) {
  /// The version of the form of `/status`: another one when a field is renamed, taken away or means
  /// something else.
  public static final int FORMAT = 2;

  private static final JsonFactory JSON = new JsonFactory();

  /// The last round of upkeep.
  ///
  /// @param lastRun when it ended; null before the first
  /// @param problem why it failed; null when it did not
  /// @param files data files of the event table after it
  public record UpkeepStatus(@Nullable Instant lastRun, @Nullable Trouble problem, long files) {}

  /// What is not as it should be; empty when all is well.
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(others);
    for (SourceStatus source : sources) {
      String subject = "source " + source.name();
      add(problems, subject, source.problem());
      source
          .problems()
          .forEach((account, trouble) -> add(problems, subject + ", account " + account, trouble));
    }
    routes.forEach(route -> add(problems, "route " + route.name(), route.problem()));
    add(problems, "rules", rules.problem());
    add(problems, "rule files", rules.fileProblem());
    for (AlertStatus alert : rules.alerts()) {
      add(problems, "alert " + alert.name(), alert.problem());
      add(problems, "alert " + alert.name() + ", messages", alert.undelivered());
    }
    add(problems, "upkeep", upkeep.problem());
    return problems;
  }

  private static void add(List<Problem> problems, String subject, @Nullable Trouble trouble) {
    if (trouble != null) {
      problems.add(new Problem(subject, trouble));
    }
  }

  /// What `/status` answers.
  public String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("version", version);
      json.writeStringField("home", home);
      json.writeStringField("started_at", startedAt.toString());
      json.writeStringField("head", head);
      problems(json, problems());
      strings(json, "gaps", gaps);
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
      trouble(json, upkeep.problem());
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
    trouble(json, source.problem());
    json.writeObjectFieldStart("account_problems");
    for (Map.Entry<String, Trouble> each : source.problems().entrySet()) {
      json.writeStringField(each.getKey(), each.getValue().text());
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
    trouble(json, route.problem());
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
    trouble(json, rules.problem() == null ? rules.fileProblem() : rules.problem());
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
      trouble(json, alert.problem() == null ? alert.undelivered() : alert.problem());
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

  static void problems(JsonGenerator json, List<Problem> problems) throws IOException {
    strings(json, "problems", problems.stream().map(Problem::toString).toList());
  }

  private static void trouble(JsonGenerator json, @Nullable Trouble trouble) throws IOException {
    optional(json, "problem", trouble == null ? null : trouble.text());
    optional(json, "remedy", trouble == null ? null : trouble.remedy());
  }

  private static void strings(JsonGenerator json, String name, List<String> texts)
      throws IOException {
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
