package io.trailhouse.cli;

import io.trailhouse.config.LakeSpec;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.lake.upkeep.UpkeepReport;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse upkeep`: one round of compaction, expiry, retention and cleaning.
@Command(
    name = "upkeep",
    description = {
      "Merge small data files, drop expired events, remove old snapshots and orphan files.",
      "",
      "Imports and queries can go on meanwhile. It can be stopped at any moment; nothing is"
          + " lost.",
      ""
    },
    footer = {"", "Example: trailhouse upkeep --retention data=400d,insight=400d"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class UpkeepCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Option(
      names = "--retention",
      paramLabel = "CLASS=DAYSd,...",
      description =
          "How long events are kept by class: management, data, insight, in all accounts (default:"
              + " what the configuration says, else for ever). Holds of the configuration count"
              + " in any case.")
  private @Nullable String retention;

  @Option(
      names = "--snapshot-age",
      paramLabel = "HOURS",
      description =
          "Remove snapshots that were replaced this long ago (default: 1, or at once while"
              + " nobody else has the home open).")
  private @Nullable Integer snapshotHours;

  @Option(
      names = "--orphan-age",
      paramLabel = "HOURS",
      defaultValue = "24",
      description =
          "Remove files of no snapshot that are older than this (default" + " ${DEFAULT-VALUE}).")
  private int orphanHours;

  @Option(
      names = "--dry-run",
      description = "Only count what retention would drop and what holds keep.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    UpkeepOptions options =
        new UpkeepOptions(
            rules(),
            UpkeepOptions.DEFAULT.fileBytes(),
            expiry(),
            Duration.ofHours(atLeast(1, orphanHours, "--orphan-age")));
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    try (Platform platform = program.openToChange()) {
      Upkeep upkeep = platform.upkeep(options, err::println);
      UpkeepReport report = dryRun ? upkeep.preview() : upkeep.run();
      double seconds = (System.nanoTime() - start) / NANOS;
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(UpkeepText.json(report, seconds, dryRun));
      } else {
        UpkeepText.print(out, report, seconds, dryRun);
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private UpkeepOptions.Expiry expiry() {
    return snapshotHours == null
        ? UpkeepOptions.DEFAULT.expiry()
        : UpkeepOptions.Expiry.after(Duration.ofHours(atLeast(0, snapshotHours, "--snapshot-age")));
  }

  private static int atLeast(int least, int hours, String option) {
    if (hours < least) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "an age of "
              + hours
              + " hours is too short: imports and queries under way need the files",
          option + " " + hours,
          "Name " + least + " or more hours");
    }
    return hours;
  }

  /// Holds count whatever the command line says. The configuration is read anew each time: a hold
  /// that comes while the round is under way counts too.
  private Supplier<Retention> rules() {
    Retention asked = retention == null ? null : parsed(retention);
    return () -> {
      LakeSpec lake = program.config().lake();
      return asked == null ? Platform.retention(lake) : asked.holding(Platform.holds(lake));
    };
  }

  private static Retention parsed(String text) {
    try {
      return Retention.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          String.valueOf(e.getMessage()),
          "--retention " + text,
          "Write for example --retention management=forever,data=400d,insight=400d",
          e);
    }
  }
}
