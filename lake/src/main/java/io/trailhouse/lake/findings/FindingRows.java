package io.trailhouse.lake.findings;

import io.trailhouse.finding.Finding;
import io.trailhouse.lake.catalog.FindingSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/// The rows of the table `findings`: how a finding, and a change of one, becomes a row.
final class FindingRows {
  /// Who changes what no person has changed.
  static final String PROGRAM = "trailhouse";

  private static final int MOST_EVENTS = 5;
  private static final int MOST_JSON_BYTES = 256 << 10;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private FindingRows() {}

  /// The first row of a finding.
  static Record first(Finding finding, Optional<Suppression> suppression, Instant now) {
    Record row = GenericRecord.create(FindingSchema.SCHEMA);
    row.setField("id", finding.id());
    row.setField("rule_id", finding.ruleId());
    row.setField("rule_version", finding.ruleVersion());
    row.setField("title", finding.title());
    row.setField("level", finding.level().word());
    row.setField("time", time(finding.time()));
    row.setField("account", orNull(finding.account()));
    row.setField("region", orNull(finding.region()));
    row.setField("principal", orNull(finding.principal()));
    row.setField(
        "event_ids", finding.events().stream().map(Finding.FoundEvent::key).distinct().toList());
    row.setField("event_count", (long) finding.events().size());
    row.setField(FindingSchema.JSON_COLUMN, json(finding.events()));
    row.setField("found_at", time(now));
    FindingTable.State state =
        suppression.isPresent() ? FindingTable.State.SUPPRESSED : FindingTable.State.NEW;
    row.setField("state", state.word());
    row.setField("reason", suppression.map(Suppression::reason).orElse(null));
    row.setField("changed_at", time(now));
    row.setField("changed_by", PROGRAM);
    return row;
  }

  /// The row of a change: what was found stays, and the time is later than that of the row before,
  /// whatever the clock says.
  static Record changed(Record before, FindingTable.Change change) {
    Record row = before.copy();
    LocalDateTime last = changedAt(before);
    LocalDateTime now = time(change.at());
    row.setField("state", change.state().word());
    row.setField("reason", orNull(change.reason()));
    row.setField("changed_at", now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS));
    row.setField("changed_by", change.by());
    return row;
  }

  /// Whether a change would say what the row says already.
  static boolean says(Record row, FindingTable.Change change) {
    String reason = text(row, "reason");
    return change.state().word().equals(text(row, "state"))
        && change.reason().equals(reason == null ? "" : reason);
  }

  static LocalDateTime changedAt(Record row) {
    Object time = row.getField("changed_at");
    return time == null ? LocalDateTime.MIN : (LocalDateTime) time;
  }

  static @Nullable String text(Record row, String column) {
    Object value = row.getField(column);
    return value == null ? null : value.toString();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// A record may name any year, and microseconds do not reach that far.
  private static LocalDateTime time(Instant time) {
    Instant late = time.isAfter(LATEST) ? LATEST : time;
    Instant within = late.isBefore(EARLIEST) ? EARLIEST : late;
    return LocalDateTime.ofInstant(within, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }

  /// Those of the first events that have a record and fit, as one JSON array.
  private static String json(List<Finding.FoundEvent> events) {
    StringBuilder array = new StringBuilder("[");
    int room = MOST_JSON_BYTES - 2;
    for (Finding.FoundEvent event : events.subList(0, Math.min(MOST_EVENTS, events.size()))) {
      int bytes = event.json().getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes <= room && !event.json().isBlank()) {
        array.append(array.length() == 1 ? "" : ",").append(event.json());
        room -= bytes;
      }
    }
    return array.append(']').toString();
  }
}
