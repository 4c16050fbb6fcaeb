package io.trailhouse.cli;

import io.trailhouse.coverage.CoverageJson;
import io.trailhouse.coverage.CoverageReport;
import io.trailhouse.coverage.Gap;
import io.trailhouse.coverage.HourState;
import io.trailhouse.coverage.Known;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.services.CoverageService;
import io.trailhouse.services.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse coverage`: what is there, and what is missing.
@Command(
    name = "coverage",
    description = {
      "Show for each account, Region and hour what is there and what is missing.",
      "",
      "Without --from, --to or --since it shows all that the table knows. An hour is missing"
          + " when a digest file lists a log file that never came, when no digest covers it"
          + " though others do before and after, or when it has no files where there always"
          + " are some. Hours are those of delivery.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse coverage --since 7d",
      "         trailhouse coverage --prove --keys keys.json --json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CoverageCommand implements Callable<Integer> {
  private static final String OLD_FAIL_ON_GAP = "--fail-on-hole";

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Mixin private SpanOptions times;

  @Option(
      names = "--account",
      paramLabel = "ID",
      converter = AccountId.class,
      description = "Only this account.")
  private @Nullable String account;

  @Option(names = "--region", paramLabel = "NAME", description = "Only this Region.")
  private @Nullable String region;

  @Option(names = "--prove", description = "Check the digests' signatures; needs --keys.")
  private boolean prove;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "What `aws cloudtrail list-public-keys` prints; may be given several times.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--fail-on-gap",
      description = "End with exit code 1 when something is" + " missing.")
  private boolean failOnGap;

  @Option(names = OLD_FAIL_ON_GAP, hidden = true)
  private boolean oldFailOnGap;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    failOnGap |= RenamedOption.isGiven(oldFailOnGap, OLD_FAIL_ON_GAP, "--fail-on-gap", spec);
    PublicKeys known = known();
    PrintWriter out = spec.commandLine().getOut();
    CoverageReport report;
    try (Platform platform = program.openExisting();
        Services services = platform.services(new ForcedEnd(spec))) {
      CoverageService.Answer found =
          services
              .coverage(platform.digests(), platform.fetched())
              .find(question(platform.clock().instant(), known));
      report = found.report();
      tellLeft(found.left());
      tellBroken(found.broken());
      tellEmpty(report, found.known());
    }
    if (json) {
      CoverageJson.print(report, out);
    } else {
      new CoveragePicture(out, TerminalWidth.columns()).print(report);
      gaps(out, report);
    }
    out.flush();
    return failOnGap && !report.gaps().isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private CoverageService.Question question(Instant now, @Nullable PublicKeys known) {
    boolean live = !program.config().sources().isEmpty();
    return new CoverageService.Question(
        instant(times.from(now)), instant(times.to(now)), account, region, live, known);
  }

  private static @Nullable Instant instant(@Nullable LocalDateTime time) {
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  private void tellLeft(@Nullable Instant oldest) {
    if (oldest != null) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "Log files are there from %s on; these are the last 7 days: --from, --to and --since name"
              + " others.%n",
          oldest.truncatedTo(ChronoUnit.SECONDS));
      err.flush();
    }
  }

  /// A digest that nobody knows to be here covers nothing.
  private void tellBroken(List<QuarantineStore.Broken> broken) {
    PrintWriter err = spec.commandLine().getErr();
    for (QuarantineStore.Broken each : broken) {
      err.println(
          "trailhouse: a collected digest cannot be used: " + TerminalEscaper.line(each.reason()));
      err.println("  where: " + TerminalEscaper.line(each.card().toString()));
      err.println("  to do: " + each.remedy());
    }
    err.flush();
  }

  /// An empty picture does not mean an empty table.
  private void tellEmpty(CoverageReport report, @Nullable Known there) {
    PrintWriter err = spec.commandLine().getErr();
    if (there == null) {
      err.println(
          "Nothing is known of any hour: no log file with a trail's name, which tells account,"
              + " Region and delivery, was imported, and nothing was fetched from Event history.");
    } else if (report.isEmpty()) {
      err.printf(
          "Nothing is known of these hours; the table has log files delivered from %s to %s:"
              + " --from %s --to %s.%n",
          there.span().from().truncatedTo(ChronoUnit.SECONDS),
          there.span().to().truncatedTo(ChronoUnit.SECONDS),
          there.span().from().truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10),
          there.span().to().toString().substring(0, 10));
    }
    err.flush();
  }

  private @Nullable PublicKeys known() {
    if (!prove) {
      return null;
    }
    if (keys.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "to prove digests their public keys are needed",
          "--prove",
          "Add --keys FILE, made with: aws cloudtrail list-public-keys --start-time TIME");
    }
    PublicKeys known = new PublicKeys(PublicKeys.NONE);
    for (Path file : keys) {
      VerifyCommand.add(known, file);
    }
    return known;
  }

  private static void gaps(PrintWriter out, CoverageReport report) {
    for (Gap gap : report.gaps()) {
      out.printf(
          "%n%s %s, %s to %s: %s%n",
          TerminalEscaper.line(gap.accountRegion().account()),
          TerminalEscaper.line(gap.accountRegion().region()),
          gap.from(),
          gap.to(),
          gap.reason().words());
      gap.files().forEach(file -> out.println("  " + TerminalEscaper.line(file)));
      if (gap.count() > gap.files().size()) {
        out.printf("  and %,d more%n", gap.count() - gap.files().size());
      }
    }
    out.print(
        Counted.format(
            "%n%,d hours proven, %,d complete by digest, %,d arrived, %,d fetched from Event"
                + " history, %,d late, %,d missing in %,d gaps.%n",
            report.hours(HourState.PROVEN),
            report.hours(HourState.COMPLETE),
            report.hours(HourState.ARRIVED),
            report.hours(HourState.FETCHED),
            report.hours(HourState.LATE),
            report.hours(HourState.MISSING),
            report.gaps().size()));
  }
}
