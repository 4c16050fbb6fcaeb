package io.trailhouse.cli;

import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse quarantine`: log files that could not be read.
@Command(
    name = "quarantine",
    description = {
      "List log files that could not be read, read them again, or remove them.",
      "",
      "A damaged log file is kept whole, with the reason. The events that could be read are in the"
          + " table. When the complete file is imported from the same place, the damaged one"
          + " leaves the quarantine.",
      ""
    },
    synopsisSubcommandLabel = "(list | retry | drop)",
    footer = {
      "",
      "Example: trailhouse quarantine list",
      "         trailhouse quarantine retry",
      "         trailhouse quarantine drop 3f9a2b51c07d"
    },
    subcommands = {
      QuarantineListCommand.class,
      QuarantineRetryCommand.class,
      QuarantineDropCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class QuarantineCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, retry or drop?");
  }

  /// Names the cards that tell nothing, and says whether there are any.
  boolean tellBroken(QuarantineStore store) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<QuarantineStore.Broken> broken = store.broken();
    for (QuarantineStore.Broken each : broken) {
      err.println(
          "trailhouse: a card in quarantine cannot be read: "
              + TerminalEscaper.line(each.reason()));
      err.println("  where: " + TerminalEscaper.line(each.card().toString()));
      err.println("  to do: " + each.remedy());
    }
    err.flush();
    return !broken.isEmpty();
  }

  TrailhouseCommand program() {
    return program;
  }
}
