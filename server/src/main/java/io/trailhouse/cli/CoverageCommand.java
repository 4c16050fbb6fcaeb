package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.CoverageReport;
import io.trailhouse.coverage.CoverageSpan;
import io.trailhouse.coverage.Hole;
import io.trailhouse.coverage.HourState;
import io.trailhouse.coverage.Known;
import io.trailhouse.coverage.LaneName;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.QueryEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "Without --from, --to or --since it is all that the table knows. Missing is what a digest"
          + " file lists and never came, what no digest covers between others, and an hour without"
          + " files where there always are some. Hours are those of delivery.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse coverage --since 7d",
      "         trailhouse coverage --prove --keys keys.json --json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CoverageCommand implements Callable<Integer> {
  private static final Duration USUAL = Duration.ofDays(7);

  /// More than this is not looked at unless somebody asks for it: 300 bytes of memory each.
  private static final long MOST_FILES = 1_000_000;

  private static final Duration MOST_SPAN = Duration.ofDays(800);

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Mixin private TimeSpan times;

  @Option(names = "--account", paramLabel = "ID", description = "Only this account.")
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

  @Option(names = "--fail-on-hole", description = "End with 1 when something is missing.")
  private boolean failOnHole;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PublicKeys known = known();
    PrintWriter out = spec.commandLine().getOut();
    CoverageReport report;
    try (Platform platform = program.openExisting();
        QueryEngine engine = platform.queries(usual -> usual)) {
      Coverage coverage = new Coverage(engine, platform.digests(), platform.fetched());
      Known there = coverage.known();
      report = coverage.find(span(platform.clock().instant(), there), known);
      tellEmpty(report, there);
    }
    if (json) {
      out.println(text(report));
    } else {
      new CoveragePicture(out, TerminalWidth.columns()).print(report);
      holes(out, report);
    }
    out.flush();
    return failOnHole && !report.holes().isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private CoverageSpan span(Instant now, @Nullable Known there) {
    boolean live = !program.config().sources().isEmpty();
    LocalDateTime first = times.from(now);
    LocalDateTime last = times.to();
    Instant to = last == null ? end(first, now, live ? null : there) : instant(last);
    Instant from = first == null ? begin(to, there) : instant(first);
    if (!from.isBefore(to)) {
      throw new TrailhouseException(
          Code.WRONG_USE, "the start is not before the end", "--from, --to", "Exchange them");
    }
    return CoverageSpan.around(from, to, now).only(account, region).live(live);
  }

  private static Instant instant(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }

  /// Of a copy its newest file; of what is collected now.
  private static Instant end(@Nullable LocalDateTime first, Instant now, @Nullable Known there) {
    return first != null || there == null || there.span().to().isAfter(now)
        ? now
        : there.span().to().plusSeconds(1);
  }

  /// The oldest of what is known, as long as that can be looked at in one go.
  private Instant begin(Instant to, @Nullable Known there) {
    Instant week = to.minus(USUAL);
    if (there == null || !there.span().from().isBefore(to)) {
      return week;
    }
    Instant oldest = there.span().from();
    boolean isMuch = there.files() > MOST_FILES || oldest.plus(MOST_SPAN).isBefore(to);
    if (isMuch && oldest.isBefore(week)) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "Log files are there from %s on; these are the last 7 days: --from, --to and --since name"
              + " others.%n",
          oldest.truncatedTo(ChronoUnit.SECONDS));
      err.flush();
      return week;
    }
    return oldest;
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

  private static void holes(PrintWriter out, CoverageReport report) {
    for (Hole hole : report.holes()) {
      out.printf(
          "%n%s %s, %s to %s: %s%n",
          Visible.line(hole.lane().account()),
          Visible.line(hole.lane().region()),
          hole.from(),
          hole.to(),
          hole.reason().words());
      hole.files().forEach(file -> out.println("  " + Visible.line(file)));
      if (hole.count() > hole.files().size()) {
        out.printf("  and %,d more%n", hole.count() - hole.files().size());
      }
    }
    out.print(
        Counted.format(
            "%n%,d hours proven, %,d complete by digest, %,d arrived, %,d fetched from Event"
                + " history, %,d late, %,d missing in %,d holes.%n",
            report.hours(HourState.PROVEN),
            report.hours(HourState.COMPLETE),
            report.hours(HourState.ARRIVED),
            report.hours(HourState.FETCHED),
            report.hours(HourState.LATE),
            report.hours(HourState.MISSING),
            report.holes().size()));
  }

  private static String text(CoverageReport report) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("from", report.from().toString());
      json.writeStringField("to", report.to().toString());
      json.writeArrayFieldStart("lanes");
      for (Map.Entry<LaneName, HourState[]> lane : report.lanes().entrySet()) {
        json.writeStartObject();
        json.writeStringField("account", lane.getKey().account());
        json.writeStringField("region", lane.getKey().region());
        json.writeArrayFieldStart("hours");
        for (HourState hour : lane.getValue()) {
          json.writeString(hour.name().toLowerCase(Locale.ROOT));
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("holes");
      for (Hole hole : report.holes()) {
        write(json, hole);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Hole hole) throws IOException {
    json.writeStartObject();
    json.writeStringField("account", hole.lane().account());
    json.writeStringField("region", hole.lane().region());
    json.writeStringField("from", hole.from().toString());
    json.writeStringField("to", hole.to().toString());
    json.writeStringField("reason", hole.reason().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("missing_files", hole.count());
    json.writeArrayFieldStart("files");
    for (String file : hole.files()) {
      json.writeString(file);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
