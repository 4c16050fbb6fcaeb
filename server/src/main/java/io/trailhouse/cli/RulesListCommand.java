package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.finding.Level;
import io.trailhouse.platform.NamedRules;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleLogic;
import io.trailhouse.watch.FirstSeen;
import io.trailhouse.watch.MetricAlarm;
import io.trailhouse.watch.RateRule;
import io.trailhouse.watch.WatchRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse rules list`: which rules there are.
@Command(
    name = "list",
    description = {"List rules with their level and file. Ends with 1 when a rule is refused.", ""},
    footer = {"", "Example: trailhouse rules list ./rules --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesListCommand implements Callable<Integer> {
  @ParentCommand private RulesCommand rules;
  @Spec private CommandSpec spec;
  @Mixin private RulesCommand.Named named;

  @Option(names = "--json", description = "Print one JSON array of objects.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    NamedRules all = named.read(rules.program(), spec.commandLine().getErr());
    List<Line> lines = new ArrayList<>();
    all.sigma().rules().forEach(rule -> lines.add(Line.of(rule)));
    all.watches().forEach(watch -> lines.add(Line.of(watch)));
    if (json) {
      printJson(out, lines);
    } else {
      lines.stream()
          .sorted(Comparator.comparing(Line::level).reversed().thenComparing(Line::title))
          .forEach(rule -> print(out, rule));
      int problems = all.sigma().problems().size() + all.problems().size();
      out.print(Counted.format("%,d rules, %,d problems.%n", all.size(), problems));
    }
    out.flush();
    return all.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /// A rule of any kind.
  ///
  /// @param line of the file, from 1; 0 when it is not known
  private record Line(
      String id,
      String title,
      Level level,
      String kind,
      boolean alerts,
      String file,
      int line,
      String version,
      int examples,
      List<String> tags) {
    static Line of(Rule rule) {
      String kind = rule.logic() instanceof RuleLogic.Several ? "correlation" : "rule";
      return new Line(
          rule.id(),
          rule.title(),
          rule.level(),
          kind,
          rule.alerts(),
          rule.origin().file(),
          rule.origin().line(),
          rule.version(),
          rule.examples().size(),
          rule.tags());
    }

    static Line of(NamedRules.Placed watch) {
      WatchRule rule = watch.spec().rule();
      String kind =
          switch (watch.spec()) {
            case MetricAlarm alarm -> "metric alarm";
            case FirstSeen first -> "first seen";
            case RateRule rate -> "rate";
          };
      return new Line(
          rule.id(),
          rule.title(),
          rule.level(),
          kind,
          true,
          watch.file(),
          0,
          rule.version(),
          0,
          rule.tags());
    }
  }

  private static void print(PrintWriter out, Line rule) {
    out.printf(
        "%-13s  %s%n               %s, %s, %d example%s%n",
        rule.level().word(),
        TerminalEscaper.line(rule.title()),
        rule.alerts() ? rule.kind() : rule.kind() + ", silent",
        TerminalEscaper.line(rule.line() == 0 ? rule.file() : rule.file() + ":" + rule.line()),
        rule.examples(),
        rule.examples() == 1 ? "" : "s");
  }

  private static void printJson(PrintWriter out, List<Line> rules) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (Line rule : rules) {
        json.writeStartObject();
        json.writeStringField("rule", rule.id());
        json.writeStringField("title", rule.title());
        json.writeStringField("level", rule.level().word());
        json.writeBooleanField("correlation", rule.kind().equals("correlation"));
        json.writeStringField("kind", rule.kind());
        json.writeBooleanField("alerts", rule.alerts());
        json.writeStringField("file", rule.file());
        json.writeNumberField("line", rule.line());
        json.writeStringField("version", rule.version());
        json.writeNumberField("examples", rule.examples());
        json.writeArrayFieldStart("tags");
        for (String tag : rule.tags()) {
          json.writeString(tag);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println(text);
  }
}
