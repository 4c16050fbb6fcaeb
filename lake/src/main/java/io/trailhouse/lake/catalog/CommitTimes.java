package io.trailhouse.lake.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.jspecify.annotations.Nullable;

/// The times of commits. A commit has the later of the clock's time and that of the commit before
/// it, because Iceberg refuses a table whose history goes back in time; with a clock that was ahead
/// once, or was set back, it would refuse every commit until that time has come again.
///
/// Iceberg asks the system's clock by itself and checks before a catalog sees the commit. So it is
/// shown a table whose history has no time after now ([#seenAt]), and what it makes of that gets
/// the true times back ([#settled]).
public final class CommitTimes {
  /// In the summary of a snapshot whose time is not the clock's: what the clock said, in
  /// milliseconds since 1970.
  static final String CLOCK = "trailhouse.clock-ms";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UPDATED = "last-updated-ms";
  private static final String TIME = "timestamp-ms";
  private static final String HISTORY = "snapshot-log";
  private static final String FILES = "metadata-log";
  private static final String SNAPSHOT = "snapshot-id";
  private static final String FILE = "metadata-file";

  private CommitTimes() {}

  /// When a snapshot was made by the clock of whoever made it, milliseconds since 1970.
  public static long madeAt(Snapshot snapshot) {
    String clock = snapshot.summary() == null ? null : snapshot.summary().get(CLOCK);
    try {
      return clock == null ? snapshot.timestampMillis() : Long.parseLong(clock);
    } catch (NumberFormatException e) {
      return snapshot.timestampMillis();
    }
  }

  /// The latest time in a table's history, milliseconds since 1970.
  static long latest(TableMetadata table) {
    long latest = table.lastUpdatedMillis();
    for (HistoryEntry entry : table.snapshotLog()) {
      latest = Math.max(latest, entry.timestampMillis());
    }
    for (TableMetadata.MetadataLogEntry entry : table.previousFiles()) {
      latest = Math.max(latest, entry.timestampMillis());
    }
    return latest;
  }

  /// The same table with a history in which nothing is later than now.
  static TableMetadata seenAt(TableMetadata table, long now) {
    ObjectNode tree = tree(table);
    atMost(tree, UPDATED, now);
    tree.path(HISTORY).forEach(entry -> atMost((ObjectNode) entry, TIME, now));
    tree.path(FILES).forEach(entry -> atMost((ObjectNode) entry, TIME, now));
    return TableMetadataParser.fromJson(table.metadataFileLocation(), tree);
  }

  private static void atMost(ObjectNode node, String field, long most) {
    if (node.path(field).asLong() > most) {
      node.put(field, most);
    }
  }

  /// What was made of [#seenAt] with the times that the true table has, and none before these for
  /// what is new.
  static TableMetadata settled(TableMetadata before, TableMetadata made, long now) {
    long floor = Math.max(latest(before), now);
    ObjectNode tree = tree(made);
    tree.put(UPDATED, floor);
    Set<Long> known =
        before.snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
    for (JsonNode snapshot : tree.path("snapshots")) {
      if (!known.contains(snapshot.path(SNAPSHOT).asLong())) {
        ObjectNode summary = ((ObjectNode) snapshot).withObject("/summary");
        summary.put(CLOCK, Long.toString(snapshot.path(TIME).asLong()));
        ((ObjectNode) snapshot).put(TIME, floor);
      }
    }
    Map<Long, Long> current = new HashMap<>();
    before.snapshotLog().forEach(entry -> current.put(entry.snapshotId(), entry.timestampMillis()));
    restore(tree.path(HISTORY), entry -> current.get(entry.path(SNAPSHOT).asLong()), floor);
    Map<String, Long> files = new HashMap<>();
    before.previousFiles().forEach(entry -> files.put(entry.file(), entry.timestampMillis()));
    files.put(String.valueOf(before.metadataFileLocation()), before.lastUpdatedMillis());
    restore(tree.path(FILES), entry -> files.get(entry.path(FILE).asText()), floor);
    return TableMetadataParser.fromJson(tree);
  }

  /// When the true table has an entry; null when it has none.
  private interface Known {
    @Nullable Long time(JsonNode entry);
  }

  private static void restore(JsonNode log, Known known, long floor) {
    long last = Long.MIN_VALUE;
    for (JsonNode entry : log) {
      Long time = known.time(entry);
      last = Math.max(last, time == null ? floor : time);
      ((ObjectNode) entry).put(TIME, last);
    }
  }

  private static ObjectNode tree(TableMetadata table) {
    try {
      return (ObjectNode) JSON.readTree(TableMetadataParser.toJson(table));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Iceberg's own JSON cannot be read", e);
    }
  }
}
