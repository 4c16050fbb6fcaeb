package io.trailhouse.cli;

import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.ConfigProblem;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.Setting;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.ConfigCheck;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse config`: what the configuration file says, and what is wrong with it.
@Command(
    name = "config",
    description = {
      "Check the configuration file, or show the settings in force.",
      "",
      "The file is ./trailhouse.yaml where it exists, or the one that --config names. Without"
          + " a file every key has its default value.",
      ""
    },
    synopsisSubcommandLabel = "(check | print)",
    footer = {"", "Example: trailhouse config check", "         trailhouse config print team.yaml"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ConfigCommand implements Runnable {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "check or print?");
  }

  @Command(
      name = "check",
      description = {
        "Name every problem of the file and of the rules, watches and tables that it names,"
            + " and everything in its routes' conditions that can match nothing.",
        ""
      },
      footer = {"", "Example: trailhouse config check trailhouse.yaml"})
  int check(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to check.")
          @Nullable Path file) {
    PrintWriter out = spec.commandLine().getOut();
    Path chosen = file == null ? program.configFile() : file;
    if (chosen == null) {
      out.println("There is no configuration file; every key has its default value.");
      return ExitCode.OK;
    }
    ConfigFile read = ConfigFile.read(chosen, System.getenv()::get);
    List<ConfigProblem> problems = ConfigCheck.of(read, program.home());
    for (ConfigProblem problem : problems) {
      out.println(TerminalEscaper.line(problem.text(chosen.toString())));
    }
    for (RouteSpec route : read.readable().routes()) {
      route
          .remarks()
          .forEach(each -> out.println("remark: " + TerminalEscaper.line(each.withPlace())));
    }
    for (String remark : read.readable().server().remarks()) {
      out.println("remark: " + TerminalEscaper.line(remark));
    }
    out.println(
        problems.isEmpty()
            ? TerminalEscaper.line(chosen + " is in order.")
            : Counted.of(problems.size(), "problem") + ".");
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  @Command(
      name = "print",
      description = {
        "Show every key with its value, its default, and where the value comes from.",
        "",
        "References such as ${env:NAME} are shown as written, never their values.",
        ""
      },
      footer = {"", "Example: trailhouse config print"})
  int print(
      @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to show.")
          @Nullable Path file) {
    TrailhouseConfig config =
        file == null ? program.config() : ConfigFile.read(file, System.getenv()::get).config();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-28s %-28s %-28s %s%n", "KEY", "VALUE", "DEFAULT", "FROM");
    for (Setting setting : config.settings()) {
      String origin = setting.origin();
      out.printf(
          "%-28s %-28s %-28s %s%n",
          setting.key(),
          TerminalEscaper.text(setting.value()),
          setting.usual(),
          origin == null ? "default" : TerminalEscaper.text(origin));
    }
    return ExitCode.OK;
  }
}
