package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.pipeline.Shelf;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse quarantine list`: what could not be read, and why.
@Command(
    name = "list",
    description = {"Name every log file in quarantine, with the reason and the kept copy.", ""},
    footer = {"", "Example: trailhouse quarantine list --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class QuarantineListCommand implements Callable<Integer> {
  @ParentCommand private QuarantineCommand quarantine;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON array of objects.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = quarantine.program().openExisting()) {
      List<Shelf.Kept> all = platform.quarantine().list();
      if (json) {
        printJson(out, all);
      } else {
        all.forEach(kept -> print(out, kept));
        out.println(
            all.isEmpty()
                ? "No log file is in quarantine."
                : "%,d log file%s in quarantine."
                    .formatted(all.size(), all.size() == 1 ? " is" : "s are"));
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, Shelf.Kept kept) {
    out.println(Visible.line(kept.origin()));
    out.printf("  id:   %s%n", kept.id());
    out.printf("  why:  %s, at byte %,d%n", Visible.line(kept.why()), kept.offset());
    out.printf("  kept: %s%n", Visible.line(kept.content().toString()));
    if (kept.records() > 0) {
      out.print(
          Counted.format(
              "  %,d events of it could be read and are in the table%n", kept.records()));
    }
  }

  private static void printJson(PrintWriter out, List<Shelf.Kept> all) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (Shelf.Kept kept : all) {
        json.writeStartObject();
        json.writeStringField("origin", kept.origin());
        json.writeStringField("version", kept.version());
        json.writeStringField("id", kept.id());
        json.writeStringField("reason", kept.why());
        json.writeNumberField("offset", kept.offset());
        json.writeNumberField("events", kept.records());
        json.writeStringField("kept", kept.content().toString());
        if (Files.exists(kept.content())) {
          json.writeNumberField("bytes", Files.size(kept.content()));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println(text);
  }
}
