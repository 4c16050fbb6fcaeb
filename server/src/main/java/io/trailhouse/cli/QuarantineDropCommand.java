package io.trailhouse.cli;

import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse quarantine drop`: takes kept log files off the disk for good.
@Command(
    name = "drop",
    description = {
      "Remove log files from quarantine for good.",
      "",
      "It deletes the kept copy. The original is not touched, and events that could be read stay in"
          + " the table. It names what it removes, and does not ask first. `trailhouse import"
          + " --again` reads an original again.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse quarantine drop 3f9a2b51c07d",
      "         trailhouse quarantine drop --reason \"CWL CONTROL MESSAGE\"",
      "         trailhouse quarantine drop --all"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class QuarantineDropCommand implements Callable<Integer> {
  @ParentCommand private QuarantineCommand quarantine;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description =
          "Ids of files as `quarantine list` shows them; the first characters are" + " enough.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "All files whose reason contains this text, in upper or lower case.")
  private @Nullable String reason;

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    int ways = (ids.isEmpty() ? 0 : 1) + (reason == null ? 0 : 1) + (all ? 1 : 0);
    if (ways != 1 || (reason != null && reason.isBlank())) {
      throw new ParameterException(
          spec.commandLine(),
          "which files? Give their ids, or --reason TEXT, or --all"
              + " (`trailhouse quarantine list` names them)");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = quarantine.program().openToChange()) {
      quarantine.tellBroken(platform.quarantine());
      List<QuarantineStore.Kept> kept = platform.quarantine().list();
      List<QuarantineStore.Kept> dropped = all ? kept : chosen(kept);
      for (QuarantineStore.Kept file : dropped) {
        platform.quarantine().remove(file);
        if (!json) {
          out.printf("removed %s  %s%n", file.id(), TerminalEscaper.line(file.origin()));
        }
      }
      int left = kept.size() - dropped.size();
      if (json) {
        JsonNumbers.of().with("removed", dropped.size()).with("left", left).print(out);
      } else {
        out.printf("%,d removed, %,d left in quarantine.%n", dropped.size(), left);
        if (!dropped.isEmpty()) {
          out.println("`trailhouse import --again PATH` reads an original again.");
        }
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  private List<QuarantineStore.Kept> chosen(List<QuarantineStore.Kept> kept) {
    if (reason != null) {
      String wanted = reason.toLowerCase(Locale.ROOT);
      return kept.stream()
          .filter(file -> file.why().toLowerCase(Locale.ROOT).contains(wanted))
          .toList();
    }
    List<QuarantineStore.Kept> chosen = new ArrayList<>();
    for (String id : ids) {
      chosen.add(theOne(kept, id));
    }
    return chosen.stream().distinct().toList();
  }

  private static QuarantineStore.Kept theOne(List<QuarantineStore.Kept> kept, String id) {
    List<QuarantineStore.Kept> found =
        kept.stream()
            .filter(file -> !id.isBlank() && file.id().startsWith(id.toLowerCase(Locale.ROOT)))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new TrailhouseException(
        Code.NOT_FOUND,
        found.isEmpty()
            ? "no log file in quarantine has the id " + TerminalEscaper.line(id)
            : Counted.format("%,d log files in quarantine have an id that begins so", found.size()),
        TerminalEscaper.line(id),
        "`trailhouse quarantine list` names all with their ids; nothing was removed");
  }
}
