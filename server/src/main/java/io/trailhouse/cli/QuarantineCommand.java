package io.trailhouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse quarantine`: log files that could not be read.
@Command(
    name = "quarantine",
    description = {
      "Look at log files that could not be read, and read them again.",
      "",
      "A damaged log file is kept whole, with the reason. The events that could be read are in the"
          + " table. When the complete file is imported from the place of the damaged one, the"
          + " damaged one leaves the quarantine.",
      ""
    },
    synopsisSubcommandLabel = "(list | retry)",
    footer = {"", "Example: trailhouse quarantine list", "         trailhouse quarantine retry"},
    subcommands = {QuarantineListCommand.class, QuarantineRetryCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class QuarantineCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list or retry?");
  }

  TrailhouseCommand program() {
    return program;
  }
}
