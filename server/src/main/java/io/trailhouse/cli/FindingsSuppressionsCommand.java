package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.query.LastResort;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings suppressions`: which findings nobody is told of, until when and why.
@Command(
    name = "suppressions",
    description = {"List the suppressions with their numbers, also those that have expired.", ""},
    footer = {"", "Example: trailhouse findings suppressions --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsSuppressionsCommand implements Callable<Integer> {
  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON array of objects.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openExisting();
        Services services = platform.services(LastResort.WAIT)) {
      List<FindingService.ActiveSuppression> all =
          services.findings(findings.program().config().rules()).suppressions();
      if (json) {
        printJson(out, all);
      } else {
        all.forEach(each -> print(out, each));
        if (all.isEmpty()) {
          out.println("Nothing is suppressed.");
        }
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static void print(PrintWriter out, FindingService.ActiveSuppression each) {
    out.printf(
        "%d  rule %s  principal %s  account %s  %s %s%n",
        each.number(),
        TerminalEscaper.line(each.rule()),
        TerminalEscaper.line(each.principal()),
        TerminalEscaper.line(each.account()),
        each.expired() ? "expired" : "until",
        each.until());
    out.printf("   why: %s%n", TerminalEscaper.line(each.reason()));
  }

  private static void printJson(PrintWriter out, List<FindingService.ActiveSuppression> all)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (FindingService.ActiveSuppression each : all) {
        json.writeStartObject();
        json.writeNumberField("number", each.number());
        json.writeStringField("rule", each.rule());
        json.writeStringField("principal", each.principal());
        json.writeStringField("account", each.account());
        json.writeStringField("until", each.until().toString());
        json.writeStringField("reason", each.reason());
        json.writeBooleanField("expired", each.expired());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println(text);
  }
}
