package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings unsuppress`: takes a suppression back.
@Command(
    name = "unsuppress",
    description = {"Take a suppression back.", ""},
    footer = {"", "Example: trailhouse findings unsuppress 3"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsUnsuppressCommand implements Callable<Integer> {
  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NUMBER", description = "As findings suppressions lists it.")
  private int number;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openToChange()) {
      platform.findingDesk().unsuppress(number);
      out.printf("Suppression %d is gone.%n", number);
      out.flush();
      return ExitCode.OK;
    }
  }
}
