package io.trailhouse.cli;

import io.trailhouse.services.FindingService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings reopen`: it is new again.
@Command(
    name = "reopen",
    description = {"Make findings new again.", ""},
    footer = {"", "Example: trailhouse findings reopen 9f86d081 --reason 'see ticket 4711'"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsReopenCommand implements Callable<Integer> {
  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;
  @Mixin private FindingVerdict verdict;

  @Override
  public Integer call() {
    return verdict.say(
        FindingService.Verdict.REOPENED, findings.program(), spec.commandLine().getOut());
  }
}
