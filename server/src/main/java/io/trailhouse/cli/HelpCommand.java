package io.trailhouse.cli;

import io.trailhouse.problem.NearName;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `trailhouse help`: the help of the program, or of a command.
@Command(
    name = "help",
    description = {"Show the help of a command, as COMMAND --help does.", ""},
    footer = {"", "Example: trailhouse help search", "         trailhouse help routes dry-run"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class HelpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "A command, and a subcommand of it.")
  private List<String> names = List.of();

  @Override
  public void run() {
    CommandLine of = spec.commandLine().getParent();
    for (String name : names) {
      Map<String, CommandLine> below = of.getSubcommands();
      CommandLine next = below.get(name);
      if (next == null) {
        String near = NearName.of(name, below.keySet());
        throw new ParameterException(
            of,
            "there is no command '%s'%s"
                .formatted(name, near == null ? "" : "; did you mean " + near + "?"));
      }
      of = next;
    }
    of.usage(spec.commandLine().getOut(), of.getColorScheme());
  }
}
