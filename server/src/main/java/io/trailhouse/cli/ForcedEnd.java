package io.trailhouse.cli;

import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.LastResort;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/// Ends a command whose query does not end, with the message that it would have had: nothing of it
/// is half-done, since a query only reads.
final class ForcedEnd implements LastResort {
  private final CommandSpec command;
  private final AtomicBoolean ending = new AtomicBoolean();

  ForcedEnd(CommandSpec command) {
    this.command = command;
  }

  @Override
  public void cannotEnd(TrailhouseException problem) {
    if (ending.compareAndSet(false, true)) {
      new ProblemPrinter(command.commandLine().getErr()).print(problem);
      Runtime.getRuntime().halt(ExitCode.SOFTWARE); // an orderly end would wait for the query
    }
  }
}
