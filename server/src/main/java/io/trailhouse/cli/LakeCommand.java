package io.trailhouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse lake`: the home's tables as such.
@Command(
    name = "lake",
    description = {
      "Check and repair the files of the tables; register them in the catalog again.",
      "",
      "check looks at every file that the tables name, says what a damaged one held, and imports"
          + " its log files again.",
      "",
      "The catalog is catalog.db in the home folder; the tables are in its warehouse. When the"
          + " catalog is lost, empty, older than the tables or that of another home, every command"
          + " says so and changes nothing.",
      ""
    },
    synopsisSubcommandLabel = "(check | register)",
    footer = {
      "",
      "Example: trailhouse lake check",
      "         trailhouse lake register --home /data/trailhouse"
    },
    subcommands = {LakeCheckCommand.class, LakeRegisterCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LakeCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "check or register?");
  }

  TrailhouseCommand program() {
    return program;
  }
}
