package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse quarantine list`: what could not be read, and why.
@Command(
    name = "list",
    description = {"List every log file in quarantine, with the reason and the kept copy.", ""},
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
      List<QuarantineStore.Kept> all = platform.quarantine().list();
      boolean hasBroken = quarantine.tellBroken(platform.quarantine());
      Map<Path, String> losses = QuarantineStore.losses(all);
      if (json) {
        printJson(out, all, losses);
      } else {
        all.forEach(kept -> print(out, kept, losses.get(kept.content())));
        out.println(
            all.isEmpty() && !hasBroken
                ? "No log file is in quarantine."
                : "%,d log file%s in quarantine."
                    .formatted(all.size(), all.size() == 1 ? " is" : "s are"));
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, QuarantineStore.Kept kept, @Nullable String loss) {
    out.println(TerminalEscaper.line(kept.origin()));
    out.printf("  id:   %s%n", kept.id());
    out.printf("  why:  %s, at byte %,d%n", TerminalEscaper.line(kept.why()), kept.offset());
    out.printf("  kept: %s%n", TerminalEscaper.line(kept.content().toString()));
    if (loss != null) {
      out.printf(
          "  lost: %s; import the log file once more with --again%n", TerminalEscaper.line(loss));
    }
    if (kept.records() > 0) {
      out.print(
          Counted.format("  in the table: %,d events of it that could be read%n", kept.records()));
    }
  }

  private static void printJson(
      PrintWriter out, List<QuarantineStore.Kept> all, Map<Path, String> losses)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (QuarantineStore.Kept kept : all) {
        json.writeStartObject();
        json.writeStringField("origin", kept.origin());
        json.writeStringField("version", kept.version());
        json.writeStringField("id", kept.id());
        json.writeStringField("reason", kept.why());
        json.writeNumberField("offset", kept.offset());
        json.writeNumberField("events", kept.records());
        json.writeStringField("kept", kept.content().toString());
        String loss = losses.get(kept.content());
        if (loss != null) {
          json.writeStringField("lost", loss);
        }
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
