package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.lake.upkeep.UpkeepReport;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
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
      "Merge small data files, drop what retention says, take old snapshots and orphan files away.",
      "",
      "Imports and queries can go on meanwhile. Stopped at any moment, nothing is lost.",
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
          "How long events are kept by class: management, data, insight (default: what the"
              + " configuration says, else for ever).")
  private @Nullable String retention;

  @Option(
      names = "--snapshot-age",
      paramLabel = "HOURS",
      description =
          "Snapshots that were replaced so long ago go (default: 1, and at once while nobody else"
              + " has the home open).")
  private @Nullable Integer snapshotHours;

  @Option(
      names = "--orphan-age",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "Files of no snapshot that are older than this go (default ${DEFAULT-VALUE}).")
  private int orphanHours;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    UpkeepOptions options =
        new UpkeepOptions(
            retention(),
            UpkeepOptions.DEFAULT.fileBytes(),
            expiry(),
            Duration.ofHours(atLeast(1, orphanHours, "--orphan-age")));
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    try (Platform platform = program.openExisting()) {
      Upkeep upkeep = new Upkeep(platform.lake(), options, platform.clock(), err::println);
      UpkeepReport report = upkeep.run();
      double seconds = (System.nanoTime() - start) / NANOS;
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(report, seconds));
      } else {
        print(out, report, seconds);
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

  private Retention retention() {
    if (retention == null) {
      return Platform.retention(program.config().lake().retention());
    }
    try {
      return Retention.parse(retention);
    } catch (IllegalArgumentException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          String.valueOf(e.getMessage()),
          "--retention " + retention,
          "Write for example --retention management=forever,data=400d,insight=400d",
          e);
    }
  }

  private static void print(PrintWriter out, UpkeepReport report, double seconds) {
    out.printf(
        "%,d data files became %,d, %.1f MB became %.1f MB, in %.1f s: %,d rows merged,"
            + " %,d events of %,d days dropped by retention, %,d snapshots expired with %,d files,"
            + " %,d orphans removed.%n",
        report.filesBefore(),
        report.filesAfter(),
        report.bytesBefore() / 1e6,
        report.bytesAfter() / 1e6,
        seconds,
        report.rowsRewritten(),
        report.rowsDropped(),
        report.daysDropped(),
        report.snapshotsExpired(),
        report.filesDeleted(),
        report.orphansRemoved());
  }

  private static String json(UpkeepReport report, double seconds) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("files_before", report.filesBefore());
      json.writeNumberField("files_after", report.filesAfter());
      json.writeNumberField("bytes_before", report.bytesBefore());
      json.writeNumberField("bytes_after", report.bytesAfter());
      json.writeNumberField("rows_rewritten", report.rowsRewritten());
      json.writeNumberField("rows_dropped", report.rowsDropped());
      json.writeNumberField("days_dropped", report.daysDropped());
      json.writeNumberField("snapshots_expired", report.snapshotsExpired());
      json.writeNumberField("files_deleted", report.filesDeleted());
      json.writeNumberField("orphans_removed", report.orphansRemoved());
      json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
      json.writeEndObject();
    }
    return text.toString();
  }
}
