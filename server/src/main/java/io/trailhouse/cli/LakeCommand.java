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
      "Register the tables of a warehouse in the catalog of this home again.",
      "",
      "The catalog is catalog.db in the home folder; the tables are in its warehouse. When the"
          + " catalog is lost, empty, older than the tables or that of another home, every command"
          + " says so and changes nothing.",
      ""
    },
    synopsisSubcommandLabel = "(register)",
    footer = {"", "Example: trailhouse lake register --home /data/trailhouse"},
    subcommands = LakeRegisterCommand.class)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LakeCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "register?");
  }

  TrailhouseCommand program() {
    return program;
  }
}
