package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.lake.row.EventClass;
import io.trailhouse.lake.upkeep.UpkeepReport;
import io.trailhouse.problem.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Says what a round of upkeep has done, for people and for programs.
final class UpkeepText {
  private UpkeepText() {}

  static void print(PrintWriter out, UpkeepReport report, double seconds, boolean dryRun) {
    if (dryRun) {
      out.print(
          Counted.format(
              "%,d events of %,d days would be dropped by retention; nothing was changed.%n",
              report.rowsDropped(), report.daysDropped()));
    } else {
      out.print(
          Counted.format(
              "%,d data files became %,d, %.1f MB became %.1f MB, in %.1f s: %,d rows merged,"
                  + " %,d events of %,d days dropped by retention, %,d snapshots expired with %,d"
                  + " files, %,d orphans removed.%n",
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
              report.orphansRemoved()));
    }
    if (report.rowsDropped() > 0) {
      for (EventClass each : EventClass.values()) {
        long rows = report.droppedByClass().getOrDefault(each, 0L);
        out.printf("  %s: %,d %s%n", name(each), rows, dryRun ? "would go" : "dropped");
      }
    }
    new TreeMap<>(report.heldByName())
        .forEach((hold, rows) ->
            out.print(Counted.format("  hold %s: %,d expired events kept%n", hold, rows)));
  }

  static String json(UpkeepReport report, double seconds, boolean dryRun) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      if (dryRun) {
        json.writeBooleanField("dry_run", true);
      }
      json.writeNumberField("files_before", report.filesBefore());
      json.writeNumberField("files_after", report.filesAfter());
      json.writeNumberField("bytes_before", report.bytesBefore());
      json.writeNumberField("bytes_after", report.bytesAfter());
      json.writeNumberField("rows_rewritten", report.rowsRewritten());
      json.writeNumberField("rows_dropped", report.rowsDropped());
      json.writeObjectFieldStart("rows_dropped_by_class");
      for (EventClass each : EventClass.values()) {
        json.writeNumberField(name(each), report.droppedByClass().getOrDefault(each, 0L));
      }
      json.writeEndObject();
      json.writeObjectFieldStart("rows_held");
      for (Map.Entry<String, Long> hold : new TreeMap<>(report.heldByName()).entrySet()) {
        json.writeNumberField(hold.getKey(), hold.getValue());
      }
      json.writeEndObject();
      json.writeNumberField("days_dropped", report.daysDropped());
      json.writeNumberField("snapshots_expired", report.snapshotsExpired());
      json.writeNumberField("files_deleted", report.filesDeleted());
      json.writeNumberField("orphans_removed", report.orphansRemoved());
      json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static String name(EventClass named) {
    return named.name().toLowerCase(Locale.ROOT);
  }
}
