package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.problem.Counted;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleLogic;
import io.trailhouse.rule.RuleReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `trailhouse rules list`: which rules there are.
@Command(
    name = "list",
    description = {"Name rules with their level and place. Ends with 1 when one is refused.", ""},
    footer = {"", "Example: trailhouse rules list ./rules --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RulesListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RulesCommand.Named named;

  @Option(names = "--json", description = "Print one JSON array of objects.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RuleReading reading = named.read(spec.commandLine().getErr());
    if (json) {
      printJson(out, reading.rules());
    } else {
      reading.rules().stream()
          .sorted(Comparator.comparing(Rule::level).reversed().thenComparing(Rule::title))
          .forEach(rule -> print(out, rule));
      out.print(
          Counted.format(
              "%,d rules, %,d problems.%n", reading.rules().size(), reading.problems().size()));
    }
    out.flush();
    return reading.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String kind(Rule rule) {
    String kind = rule.logic() instanceof RuleLogic.Several ? "correlation" : "rule";
    return rule.alerts() ? kind : kind + ", silent";
  }

  private static void print(PrintWriter out, Rule rule) {
    out.printf(
        "%-13s  %s%n               %s, %s, %d example%s%n",
        rule.level().word(),
        Visible.line(rule.title()),
        kind(rule),
        Visible.line(rule.origin().toString()),
        rule.examples().size(),
        rule.examples().size() == 1 ? "" : "s");
  }

  private static void printJson(PrintWriter out, List<Rule> rules) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (Rule rule : rules) {
        json.writeStartObject();
        json.writeStringField("rule", rule.id());
        json.writeStringField("title", rule.title());
        json.writeStringField("level", rule.level().word());
        json.writeBooleanField("correlation", rule.logic() instanceof RuleLogic.Several);
        json.writeBooleanField("alerts", rule.alerts());
        json.writeStringField("file", rule.origin().file());
        json.writeNumberField("line", rule.origin().line());
        json.writeStringField("version", rule.version());
        json.writeNumberField("examples", rule.examples().size());
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
