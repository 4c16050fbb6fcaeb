package io.trailhouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse routes`: which events go where.
@Command(
    name = "routes",
    description = {
      "Show what routes choose, before and after they are in the configuration.",
      "",
      "A route sends the events that a condition chooses to a destination. Conditions are"
          + " EventBridge event patterns, CloudTrail event selectors and CloudWatch filter"
          + " patterns.",
      ""
    },
    synopsisSubcommandLabel = "(try | check | dry-run | replay)",
    footer = {"", "Example: trailhouse routes try --event-pattern iam.json --over ./AWSLogs"},
    subcommands = {
      RoutesTryCommand.class,
      RoutesCheckCommand.class,
      RoutesDryRunCommand.class,
      RoutesReplayCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RoutesCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which of them?");
  }

  TrailhouseCommand program() {
    return program;
  }
}
