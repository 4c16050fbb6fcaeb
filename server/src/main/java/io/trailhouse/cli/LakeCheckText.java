package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.lake.check.CheckReport;
import io.trailhouse.lake.check.Damage;
import io.trailhouse.lake.check.LogFileAt;
import io.trailhouse.lake.check.RepairReport;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says what a check of the tables' files has found and what a repair has done, for people and for
/// programs.
final class LakeCheckText {
  private static final int MOST_SHOWN = 3;

  /// A merged day of a large organization has more log files than anybody reads.
  private static final int MOST_LISTED = 100_000;

  private static final String BRING =
      "  to do: Bring the log files back, or name copies of them with --from PATH (those of a bucket:"
          + " aws s3 cp). With --drop-lost the missing events are given up";

  private LakeCheckText() {}

  static void print(PrintWriter out, CheckReport report, double seconds) {
    report.damages().forEach(damage -> print(out, damage));
    out.print(
        Counted.format(
            "%,d files of %,d tables looked at, %.1f MB read in %.1f s: %s.%n",
            report.files(),
            report.tables(),
            report.bytes() / 1e6,
            seconds,
            report.isWhole()
                ? "all whole"
                : Counted.of(report.damages().size(), "file", "is damaged", "are damaged")));
    if (report.withoutSums() > 0) {
      out.print(
          Counted.format(
              "%,d data files have pages without a checksum, of an older version or of another"
                  + " program: read in full, as far as this program can.%n",
              report.withoutSums()));
    }
  }

  private static void print(PrintWriter out, Damage damage) {
    out.printf(
        "%s, %s: %s%n",
        damage.table(), damage.kind().words(), TerminalEscaper.line(damage.problem().problem()));
    out.printf("  where: %s%n", TerminalEscaper.line(damage.file()));
    if (damage.held() != null) {
      out.printf("  held: %s%n", held(damage, damage.held()));
    }
    if (damage.hasEvents()) {
      printLogFiles(out, damage.logFiles());
    }
    out.printf("  to do: %s%n", TerminalEscaper.line(damage.problem().remedy()));
  }

  private static String held(Damage damage, Damage.Held held) {
    String noun = damage.table().equals("events") ? "event" : "row";
    StringBuilder text = new StringBuilder(Counted.of(held.rows(), noun));
    if (held.firstDay() != null) {
      text.append(" of ").append(held.firstDay());
      if (held.lastDay() != null && !held.lastDay().equals(held.firstDay())) {
        text.append(" to ").append(held.lastDay());
      }
    }
    if (held.first() != null && held.last() != null) {
      text.append(", from ").append(held.first()).append(" to ").append(held.last());
    }
    return text.toString();
  }

  private static void printLogFiles(PrintWriter out, @Nullable List<LogFileAt> files) {
    if (files == null) {
      out.println("  log files: unknown, the ledger cannot be read");
      return;
    }
    if (files.isEmpty()) {
      out.println("  log files: the ledger knows none of its time");
    }
    Map<LogFileAt.State, List<LogFileAt>> states = new EnumMap<>(LogFileAt.State.class);
    for (LogFileAt file : files) {
      states.computeIfAbsent(file.state(), state -> new ArrayList<>()).add(file);
    }
    states.forEach((state, those) -> {
      out.printf("  log files: %,d %s%n", those.size(), word(state));
      those.stream()
          .limit(MOST_SHOWN)
          .forEach(file -> out.printf("    %s%n", TerminalEscaper.line(file.origin())));
      if (those.size() > MOST_SHOWN) {
        out.printf("    ... and %,d more%n", those.size() - MOST_SHOWN);
      }
    });
  }

  private static String word(LogFileAt.State state) {
    return switch (state) {
      case THERE -> "there";
      case GONE -> "gone";
      case IN_BUCKET -> "in a bucket";
      case NO_FILE -> "no file, but standard input or Event history";
    };
  }

  static void print(PrintWriter out, RepairReport report) {
    for (RepairReport.Day day : report.days()) {
      out.println(words(day));
    }
    if (report.days().stream().anyMatch(day -> day.missing() > 0)) {
      printLogFiles(out, report.notRead());
      if (report.days().stream().anyMatch(day -> day.outcome() == RepairReport.Outcome.KEPT)) {
        out.println(BRING);
      }
    }
    if (!report.changed().isEmpty()) {
      out.print(
          Counted.format(
              "%,d log files were not taken, their content is not what was imported: %s%n",
              report.changed().size(),
              report.changed().stream()
                  .sorted()
                  .limit(MOST_SHOWN)
                  .map(TerminalEscaper::line)
                  .collect(Collectors.joining(", "))));
    }
    for (Damage damage : report.dropped()) {
      long rows = damage.held() == null ? 0 : damage.held().rows();
      out.printf(
          "%s: %s given up with %s%n",
          damage.table(), Counted.of(rows, "row"), TerminalEscaper.line(damage.file()));
    }
    out.println(
        report.left().isEmpty()
            ? "Repaired: every file is whole."
            : "Not repaired: "
                + Counted.of(report.left().size(), "file", "is damaged", "are damaged")
                + " still.");
  }

  private static String words(RepairReport.Day day) {
    String of = Counted.format("%s: %,d of %,d events", day.day(), day.cameBack(), day.held());
    return switch (day.outcome()) {
      case REPAIRED ->
          day.missing() == 0
              ? of + " came back"
              : of + Counted.format(" came back, %,d given up", day.missing());
      case KEPT ->
          of
              + Counted.format(
                  " can come back, %,d would be missing: nothing was changed", day.missing());
      case BUSY ->
          of + " can come back, but somebody else has changed the day meanwhile: run it again";
    };
  }

  static String json(
      CheckReport report, @Nullable RepairReport repaired, boolean deep, double seconds)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("whole", report.isWhole());
      json.writeBooleanField("deep", deep);
      json.writeNumberField("tables", report.tables());
      json.writeNumberField("files", report.files());
      json.writeNumberField("data_files", report.dataFiles());
      json.writeNumberField("without_page_checksums", report.withoutSums());
      json.writeNumberField("bytes_read", report.bytes());
      json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
      write(json, "damaged", report.damages());
      if (repaired != null) {
        write(json, repaired);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String key, List<Damage> damages)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (Damage damage : damages) {
      json.writeStartObject();
      json.writeStringField("table", damage.table());
      json.writeStringField("kind", word(damage.kind()));
      json.writeStringField("file", damage.file());
      json.writeStringField("problem", damage.problem().problem());
      json.writeStringField("remedy", damage.problem().remedy());
      Damage.Held held = damage.held();
      if (held != null) {
        json.writeNumberField("rows", held.rows());
        text(json, "first_day", held.firstDay());
        text(json, "last_day", held.lastDay());
        text(json, "first_event_time", held.first());
        text(json, "last_event_time", held.last());
      }
      if (damage.logFiles() != null) {
        logFiles(json, "log_files", damage.logFiles());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, RepairReport report) throws IOException {
    json.writeObjectFieldStart("repair");
    json.writeBooleanField("repaired", report.left().isEmpty());
    json.writeArrayFieldStart("days");
    for (RepairReport.Day day : report.days()) {
      json.writeStartObject();
      json.writeStringField("day", day.day().toString());
      json.writeStringField("outcome", word(day.outcome()));
      json.writeNumberField("files", day.files());
      json.writeNumberField("held", day.held());
      json.writeNumberField("came_back", day.cameBack());
      json.writeNumberField("missing", day.missing());
      json.writeEndObject();
    }
    json.writeEndArray();
    logFiles(json, "not_read", report.notRead());
    json.writeArrayFieldStart("changed");
    for (String place : report.changed().stream().sorted().limit(MOST_LISTED).toList()) {
      json.writeString(place);
    }
    json.writeEndArray();
    write(json, "given_up", report.dropped());
    write(json, "damaged_still", report.left());
    json.writeEndObject();
  }

  private static void logFiles(JsonGenerator json, String key, List<LogFileAt> files)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (LogFileAt file : files.subList(0, Math.min(files.size(), MOST_LISTED))) {
      json.writeStartObject();
      json.writeStringField("origin", file.origin());
      json.writeStringField("state", word(file.state()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String key, @Nullable Object value)
      throws IOException {
    if (value != null) {
      json.writeStringField(key, value.toString());
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
