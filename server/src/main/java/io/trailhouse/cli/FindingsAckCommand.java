package io.trailhouse.cli;

import io.trailhouse.services.FindingService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings ack`: somebody looks at it.
@Command(
    name = "ack",
    description = {"Acknowledge findings: somebody looks at them.", ""},
    footer = {"", "Example: trailhouse findings ack 9f86d081 --reason 'see ticket 4711'"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsAckCommand implements Callable<Integer> {
  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;
  @Mixin private FindingVerdict verdict;

  @Override
  public Integer call() {
    return verdict.say(
        FindingService.Verdict.ACKNOWLEDGED, findings.program(), spec.commandLine().getOut());
  }
}
