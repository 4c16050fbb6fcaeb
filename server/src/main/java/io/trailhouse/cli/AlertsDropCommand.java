package io.trailhouse.cli;

import io.trailhouse.services.AlertService;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse alerts drop`: decides that messages are sent no more.
@Command(
    name = "drop",
    description = {
      "Drop messages that have failed or are unknown.",
      "",
      "They are no longer a problem, and their findings are not sent again. The findings stay"
          + " in the table: `trailhouse findings list`.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse alerts drop 3f9a2b51c07d",
      "         trailhouse alerts drop --alert chat",
      "         trailhouse alerts drop --all"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AlertsDropCommand implements Callable<Integer> {
  @ParentCommand private AlertsCommand alerts;
  @Spec private CommandSpec spec;
  @Mixin private AlertsChoice choice;

  @Override
  public Integer call() throws IOException {
    choice.decide(alerts.program(), spec.commandLine(), AlertService.Decision.DROP, "given up");
    return ExitCode.OK;
  }
}
