package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/// Prints what rules would have found in a history.
final class BacktestReport {
  private static final int PRINCIPALS = 3;
  private static final int PRINCIPALS_JSON = 10;
  private static final String INDENT = " ".repeat(15);

  private final List<RuleHistory> all;
  private final NavigableSet<LocalDate> days;
  private final boolean compares;

  /// @param days of the history
  /// @param compares whether there is a version of before
  BacktestReport(List<RuleHistory> all, NavigableSet<LocalDate> days, boolean compares) {
    this.all = all;
    this.days = days;
    this.compares = compares;
  }

  /// Rules by level; those that found nothing, neither now nor before, are only counted.
  void print(PrintWriter out) {
    List<RuleHistory> told =
        all.stream()
            .filter(rule -> rule.findings() + rule.onlyOld() > 0)
            .sorted(
                Comparator.comparing((RuleHistory rule) -> rule.rule().level())
                    .thenComparingLong(RuleHistory::findings)
                    .reversed())
            .toList();
    if (!told.isEmpty()) {
      out.printf("%-13s  %9s  %8s  %s%n", "LEVEL", "FINDINGS", "A DAY", "RULE");
    }
    DayBars bars = days.isEmpty() ? null : new DayBars(days.first(), days.last());
    for (RuleHistory rule : told) {
      print(out, rule);
      if (bars != null && rule.findings() > 0) {
        out.println(INDENT + bars.of(rule.days()));
      }
      people(out, rule);
      if (compares) {
        out.printf(
            "%s%,d only new, %,d only before, %,d in both%n",
            INDENT, rule.onlyNew(), rule.onlyOld(), rule.both());
      }
    }
    out.print(Counted.format("%,d of %,d rules found something.%n", told.size(), all.size()));
  }

  private void print(PrintWriter out, RuleHistory rule) {
    out.printf(
        "%-13s  %,9d  %,8.1f  %s%s%n",
        rule.rule().level().word(),
        rule.findings(),
        aDay(rule),
        TerminalEscaper.line(rule.rule().title()),
        rule.rule().alerts() ? "" : " (silent)");
  }

  private static void people(PrintWriter out, RuleHistory rule) {
    for (RuleHistory.Principal each : rule.top(PRINCIPALS)) {
      String name = each.name().isEmpty() ? "nobody is named" : TerminalEscaper.line(each.name());
      out.printf("%s%,d by %s%n", INDENT, each.findings(), name);
    }
    for (FoundOnce sample : rule.samples()) {
      Instant time = sample.time();
      String events = sample.events() == 1 ? "" : "  last of %,d".formatted(sample.events());
      out.printf(
          "%s%s  %s  %s  %s  %s%s%n",
          INDENT,
          time == null ? "-" : time,
          TerminalEscaper.line(sample.name()),
          TerminalEscaper.line(sample.account()),
          TerminalEscaper.line(sample.region()),
          TerminalEscaper.line(sample.key()),
          events);
    }
  }

  private double aDay(RuleHistory rule) {
    return rule.findings() / (double) Math.max(1, days.size());
  }

  /// Names each rule that would send more alerts than anybody reads.
  ///
  /// @param most a day that people can read
  void warn(PrintWriter err, double most) {
    for (RuleHistory rule : all) {
      if (rule.alerts() && aDay(rule) > most) {
        err.printf(
            "too many alerts: %s: %,.1f alerts a day, more than %,.0f; filter it or lower its"
                + " level%n",
            TerminalEscaper.line(rule.rule().title()), aDay(rule), most);
      }
    }
    err.flush();
  }

  /// One array with an object for each rule.
  void printJson(PrintWriter out) throws IOException {
    JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.writeStartArray();
      for (RuleHistory rule : all) {
        write(json, rule);
      }
      json.writeEndArray();
    }
    out.println();
  }

  private void write(JsonGenerator json, RuleHistory rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", rule.rule().id());
    json.writeStringField("title", rule.rule().title());
    json.writeStringField("level", rule.rule().level().word());
    json.writeNumberField("findings", rule.findings());
    json.writeObjectFieldStart("days");
    for (Map.Entry<LocalDate, Long> day : rule.days().entrySet()) {
      json.writeNumberField(day.getKey().toString(), day.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("principals");
    for (RuleHistory.Principal each : rule.top(PRINCIPALS_JSON)) {
      json.writeStartObject();
      json.writeStringField("principal", each.name());
      json.writeNumberField("findings", each.findings());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("samples");
    for (FoundOnce sample : rule.samples()) {
      write(json, sample);
    }
    json.writeEndArray();
    if (compares) {
      json.writeNumberField("only_new", rule.onlyNew());
      json.writeNumberField("only_old", rule.onlyOld());
      json.writeNumberField("both", rule.both());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FoundOnce sample) throws IOException {
    Instant time = sample.time();
    json.writeStartObject();
    json.writeStringField("time", time == null ? null : time.toString());
    json.writeStringField("eventname", sample.name());
    json.writeStringField("principal", sample.principal());
    json.writeStringField("account", sample.account());
    json.writeStringField("region", sample.region());
    json.writeStringField("eventid", sample.key());
    json.writeNumberField("events", sample.events());
    json.writeEndObject();
  }
}
