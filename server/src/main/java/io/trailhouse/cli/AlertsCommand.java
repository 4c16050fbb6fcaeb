package io.trailhouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse alerts`: messages that reached nobody.
@Command(
    name = "alerts",
    description = {
      "List alert messages that reached nobody, send them again, or drop them.",
      "",
      "A message has failed when the other side refuses it for good, or accepts nothing for"
          + " three days. It is unknown when serve was killed while sending it to a place"
          + " that would show it twice. Both wait here for your decision.",
      ""
    },
    synopsisSubcommandLabel = "(list | retry | drop)",
    footer = {
      "",
      "Example: trailhouse alerts list",
      "         trailhouse alerts retry --all",
      "         trailhouse alerts drop 3f9a2b51c07d"
    },
    subcommands = {AlertsListCommand.class, AlertsRetryCommand.class, AlertsDropCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AlertsCommand implements Runnable {
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
