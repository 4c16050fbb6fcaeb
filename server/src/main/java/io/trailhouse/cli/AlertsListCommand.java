package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.alert.Alert;
import io.trailhouse.alert.AlertDesk;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse alerts list`: which messages reached nobody, and why.
@Command(
    name = "list",
    description = {"List every message that has failed or is unknown, with the reason.", ""},
    footer = {"", "Example: trailhouse alerts list --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AlertsListCommand implements Callable<Integer> {
  @ParentCommand private AlertsCommand alerts;
  @Spec private CommandSpec spec;

  @Option(
      names = "--all",
      description =
          "List also messages that wait, were sent or were dropped; they are kept"
              + " for 30 days.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON array of objects.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<AlertDesk.Entry> entries = AlertsChoice.service(alerts.program()).list(all);
    if (json) {
      printJson(out, entries);
    } else {
      entries.forEach(entry -> print(out, entry));
      out.println(
          entries.isEmpty()
              ? all ? "No message is remembered." : "Every message reached somebody, or waits."
              : Counted.of(entries.size(), "message") + ".");
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String state(Alert message) {
    return message.state().name().toLowerCase(Locale.ROOT);
  }

  private static String title(Alert message) {
    return message.progress().said().lines().findFirst().orElse("");
  }

  private static void print(PrintWriter out, AlertDesk.Entry entry) {
    Alert message = entry.message();
    out.printf(
        "%s  %s%n", TerminalEscaper.line(entry.name()), TerminalEscaper.line(title(message)));
    out.printf("  id:    %s%n", message.id());
    out.printf("  state: %s since %s%n", state(message), message.progress().at());
    if (!message.progress().reason().isEmpty()) {
      out.printf("  why:   %s%n", TerminalEscaper.line(message.progress().reason()));
    }
    out.printf("  about: %s%n", Counted.of(message.contents().count(), "finding"));
    if (!entry.decided().isEmpty()) {
      out.printf("  then:  %s, when serve gets to it%n", entry.decided());
    }
  }

  private static void printJson(PrintWriter out, List<AlertDesk.Entry> entries) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (AlertDesk.Entry entry : entries) {
        Alert message = entry.message();
        json.writeStartObject();
        json.writeStringField("alert", entry.name());
        json.writeStringField("id", message.id());
        json.writeStringField("state", state(message));
        json.writeStringField("since", message.progress().at().toString());
        json.writeStringField("reason", message.progress().reason());
        json.writeStringField("title", title(message));
        json.writeStringField("level", message.contents().level().word());
        json.writeNumberField("findings", message.contents().count());
        json.writeNumberField("attempts", message.progress().attempts());
        json.writeStringField("decided", entry.decided());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println(text);
  }
}
