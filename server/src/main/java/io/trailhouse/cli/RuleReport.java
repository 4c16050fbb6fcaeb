package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/// Prints what rules have found.
final class RuleReport {
  /// How many events are shown of a rule to a person.
  static final int SAMPLES = 3;

  private final List<RuleHits> all;

  RuleReport(List<RuleHits> all) {
    this.all = all;
  }

  /// A table by level; rules without a match are only counted.
  void print(PrintWriter out) {
    List<RuleHits> found =
        all.stream()
            .filter(hits -> hits.matches() > 0)
            .sorted(
                Comparator.comparing((RuleHits hits) -> hits.rule().level())
                    .thenComparingLong(RuleHits::matches)
                    .reversed())
            .toList();
    if (!found.isEmpty()) {
      out.printf("%-13s  %9s  %s%n", "LEVEL", "MATCHES", "RULE");
    }
    for (RuleHits hits : found) {
      out.printf(
          "%-13s  %,9d  %s%n",
          hits.rule().level().word(), hits.matches(), TerminalEscaper.line(hits.rule().title()));
      for (RuleHits.Hit hit : hits.hits()) {
        out.println("    " + TerminalEscaper.line(hit.what()));
        String id =
            hit.eventId() == null ? "no event ID" : "event " + TerminalEscaper.line(hit.eventId());
        String index = hit.index() < 0 ? "" : "#" + hit.index();
        String where =
            hit.object().isEmpty() ? "" : " in " + TerminalEscaper.line(hit.object()) + index;
        out.println("      " + id + where);
      }
    }
  }

  /// One array with an object for each rule.
  void printJson(PrintWriter out) throws IOException {
    JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.writeStartArray();
      for (RuleHits hits : all) {
        json.writeStartObject();
        json.writeStringField("rule", hits.rule().id());
        json.writeStringField("file", hits.rule().file());
        json.writeNumberField("matches", hits.matches());
        json.writeArrayFieldStart("events");
        for (RuleHits.Hit hit : hits.hits()) {
          json.writeStartObject();
          json.writeStringField("object", hit.object().isEmpty() ? null : hit.object());
          if (hit.index() < 0) {
            json.writeNullField("index"); // the table does not keep it
          } else {
            json.writeNumberField("index", hit.index());
          }
          json.writeStringField("eventid", hit.eventId());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println();
  }
}
