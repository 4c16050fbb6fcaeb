package io.trailhouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings`: what rules have found, and what people made of it.
@Command(
    name = "findings",
    description = {
      "List what rules have found, and set the state of findings.",
      "",
      "A finding is new until somebody acknowledges or closes it. It stays in the table findings,"
          + " with everything that was said about it in finding_changes. A suppression stops"
          + " alerts of expected findings for some time; the findings are still stored.",
      ""
    },
    synopsisSubcommandLabel =
        "(list | show | ack | close | reopen | suppress | suppressions | unsuppress)",
    footer = {
      "",
      "Example: trailhouse findings list --state new --level high --since 7d",
      "         trailhouse findings close 9f86d081 --reason 'a drill'"
    },
    subcommands = {
      FindingsListCommand.class,
      FindingsShowCommand.class,
      FindingsAckCommand.class,
      FindingsCloseCommand.class,
      FindingsReopenCommand.class,
      FindingsSuppressCommand.class,
      FindingsSuppressionsCommand.class,
      FindingsUnsuppressCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, show, ack, close, reopen or suppress?");
  }

  TrailhouseCommand program() {
    return program;
  }
}
