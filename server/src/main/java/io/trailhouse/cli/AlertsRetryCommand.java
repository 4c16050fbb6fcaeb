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

/// `trailhouse alerts retry`: decides that messages are sent again.
@Command(
    name = "retry",
    description = {
      "Send messages again that have failed or are unknown.",
      "",
      "A running serve begins within seconds; otherwise the next one does when it starts. An"
          + " unknown message may then arrive twice.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse alerts retry 3f9a2b51c07d",
      "         trailhouse alerts retry --alert chat",
      "         trailhouse alerts retry --all"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AlertsRetryCommand implements Callable<Integer> {
  @ParentCommand private AlertsCommand alerts;
  @Spec private CommandSpec spec;
  @Mixin private AlertsChoice choice;

  @Override
  public Integer call() throws IOException {
    choice.decide(alerts.program(), spec.commandLine(), AlertService.Decision.RETRY, "sent again");
    return ExitCode.OK;
  }
}
