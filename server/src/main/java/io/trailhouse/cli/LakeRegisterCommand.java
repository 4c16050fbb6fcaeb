package io.trailhouse.cli;

import io.trailhouse.lake.catalog.LakeRegister;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse lake register`: the newest metadata of each table, taken into the catalog.
@Command(
    name = "register",
    description = {
      "Register the newest metadata of each table in the warehouse.",
      "",
      "Use it when the catalog is gone, empty, or older than the tables. No file of a table is"
          + " changed. Nothing else may have the home open. A second run changes nothing.",
      ""
    },
    footer = {"", "Example: trailhouse lake register"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LakeRegisterCommand implements Callable<Integer> {
  @ParentCommand private LakeCommand lake;
  @Spec private CommandSpec spec;

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description = {
        "Register this metadata file for its table, when the newest is not the right one or"
            + " there are several tables; may be repeated."
      })
  private Set<Path> chosen = Set.of();

  @Option(
      names = "--older",
      description = {
        "Register the file of --metadata even when a newer one is there and whole: later"
            + " events are given up, and the ledger goes back with them."
      })
  private boolean older;

  @Override
  public Integer call() {
    Path home = lake.program().home();
    Path warehouse = Platform.warehouse(home, lake.program().config().lake());
    List<LakeRegister.Registered> tables = new LakeRegister(home, warehouse, chosen, older).run();
    if (tables.isEmpty()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "there is no table in the warehouse",
          warehouse.toAbsolutePath().normalize().toString(),
          "Name the home whose tables are to be taken back, or lake.warehouse in the"
              + " configuration");
    }
    PrintWriter out = spec.commandLine().getOut();
    for (LakeRegister.Registered table : tables) {
      out.printf(
          "%-10s %,15d rows  %s%s%n",
          table.name(),
          table.rows(),
          TerminalEscaper.text(String.valueOf(table.file().getFileName())),
          table.changed() ? "" : "  (as before)");
      if (table.givenUp() > 0) {
        spec.commandLine().getErr().println(givenUp(table));
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String givenUp(LakeRegister.Registered table) {
    return table.name().equals("log_files")
        ? Counted.of(table.givenUp(), "log file")
            + " of the newest ledger: their events are not in the table, and the next import reads"
            + " them again"
        : Counted.of(table.givenUp(), "row") + " of the newest " + table.name() + " given up";
  }
}
