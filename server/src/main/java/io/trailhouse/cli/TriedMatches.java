package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.match.MatcherSet;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which events each of some conditions has chosen.
final class TriedMatches implements EventsOver.Taker {
  private static final int SAMPLES = 5;

  private final MatcherSet.Scan scan;
  private final List<List<Match>> matches = new ArrayList<>();

  /// @param index the record's number in its file, from 0; -1 when it is not known
  private record Match(String object, long index, @Nullable String eventId, String told) {}

  TriedMatches(MatcherSet conditions) {
    this.scan = conditions.scan();
    for (int number = 0; number < conditions.size(); number++) {
      matches.add(new ArrayList<>());
    }
  }

  @Override
  public void take(String object, EventBatch batch, int row, long index) {
    int hits = scan.match(batch, row);
    for (int hit = 0; hit < hits; hit++) {
      EventView event = batch.view(row);
      List<Match> of = matches.get(scan.hit(hit));
      String told = of.size() < SAMPLES ? told(event) : "";
      of.add(new Match(object, index, event.text(EventField.EVENT_ID), told));
    }
  }

  private static String told(EventView event) {
    Instant time = EventTime.of(event);
    return "%s  %s  %s  %s"
        .formatted(
            time == null ? "-" : time,
            text(event, EventField.EVENT_SOURCE),
            text(event, EventField.EVENT_NAME),
            text(event, EventField.EVENT_ID));
  }

  private static String text(EventView event, EventField field) {
    return Objects.requireNonNullElse(event.text(field), "-");
  }

  void print(PrintWriter out, List<RoutesTryCommand.Tried> tried, EventsOver read) {
    for (int number = 0; number < tried.size(); number++) {
      List<Match> of = matches.get(number);
      out.print(
          Counted.format(
              "%s: %,d of %,d events%n",
              TerminalEscaper.line(tried.get(number).id()), of.size(), read.events()));
      of.stream()
          .limit(SAMPLES)
          .forEach(match -> out.println("  " + TerminalEscaper.line(match.told())));
      if (of.size() > SAMPLES) {
        out.printf("  … and %,d more%n", of.size() - SAMPLES);
      }
    }
    out.flush();
  }

  void printJson(PrintWriter out, List<RoutesTryCommand.Tried> tried) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .createGenerator(out)) {
      json.writeStartArray();
      for (int number = 0; number < tried.size(); number++) {
        json.writeStartObject();
        json.writeStringField("rule", tried.get(number).id());
        Path file = tried.get(number).file();
        json.writeStringField("file", file == null ? null : file.toString());
        json.writeNumberField("matches", matches.get(number).size());
        json.writeArrayFieldStart("events");
        for (Match match : matches.get(number)) {
          json.writeStartObject();
          json.writeStringField("object", match.object());
          if (match.index() < 0) {
            json.writeNullField("index"); // the table does not keep it
          } else {
            json.writeNumberField("index", match.index());
          }
          json.writeStringField("eventid", match.eventId());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println();
    out.flush();
  }
}
