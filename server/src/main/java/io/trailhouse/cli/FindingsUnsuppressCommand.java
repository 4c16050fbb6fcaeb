package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.query.LastResort;
import io.trailhouse.services.Services;
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
    description = {"Remove a suppression.", ""},
    footer = {"", "Example: trailhouse findings unsuppress 3"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsUnsuppressCommand implements Callable<Integer> {
  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NUMBER",
      description = "Its number, as `findings suppressions`" + " lists it.")
  private int number;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openToChange();
        Services services = platform.services(LastResort.WAIT)) {
      services.findings(findings.program().config().rules()).unsuppress(number);
      out.printf("Suppression %d is gone.%n", number);
      out.flush();
      return ExitCode.OK;
    }
  }
}
