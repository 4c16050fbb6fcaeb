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
      "Look at log files that could not be read, read them again, or remove them.",
      "",
      "A damaged log file is kept whole, with the reason. The events that could be read are in the"
          + " table. When the complete file is imported from the place of the damaged one, the"
          + " damaged one leaves the quarantine.",
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

  TrailhouseCommand program() {
    return program;
  }
}
