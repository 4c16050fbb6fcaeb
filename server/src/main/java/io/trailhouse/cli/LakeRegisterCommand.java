package io.trailhouse.cli;

import io.trailhouse.lake.LakeRegister;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
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
      "Take the newest metadata of each table in the warehouse into the catalog.",
      "",
      "For a catalog that is gone, empty, or older than the tables. No file of a table is changed;"
          + " nothing else may have the home open. A second run changes nothing.",
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
        "Take this metadata file for its table, where the newest is not the right one or there are"
            + " several tables; may be repeated."
      })
  private Set<Path> chosen = Set.of();

  @Override
  public Integer call() {
    Path home = lake.program().home();
    Path warehouse = Platform.warehouse(home, lake.program().config().lake());
    List<LakeRegister.Registered> tables = new LakeRegister(home, warehouse, chosen).run();
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
          Visible.text(String.valueOf(table.file().getFileName())),
          table.changed() ? "" : "  (as before)");
    }
    out.flush();
    return ExitCode.OK;
  }
}
