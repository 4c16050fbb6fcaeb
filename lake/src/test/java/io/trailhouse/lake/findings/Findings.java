package io.trailhouse.lake.findings;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.lake.catalog.Lake;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/// Findings in tests, and what the table made of them.
public final class Findings {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Findings() {}

  public static String id(int number) {
    return "%08x%024x".formatted(number * 0x9e3779b1, number);
  }

  static Finding finding(int number) {
    return finding(number, "rule-a", "arn:aws:iam::111122223333:user/ann");
  }

  static Finding finding(int number, String rule, String principal) {
    Instant time = NOON.plusSeconds(number);
    String json = "{\"eventID\":\"event-" + number + "\",\"n\":1.10}";
    return found(
        number, rule, principal, List.of(new FoundEvent("event-" + number, time, "Call", json)));
  }

  static Finding found(int number, String rule, String principal, List<FoundEvent> events) {
    return new Finding(
        id(number),
        rule,
        "v1",
        "Title of " + rule,
        Level.HIGH,
        NOON.plusSeconds(number),
        "111122223333",
        "",
        principal,
        events);
  }

  public static List<Finding> findings(int from, int to) {
    return IntStream.range(from, to).mapToObj(Findings::finding).toList();
  }

  public static List<Finding> append(FindingTable table, List<Finding> found) {
    return table.append(found, finding -> Optional.empty(), NOON);
  }

  /// All rows, in the order of their times.
  public static List<Record> rows(Lake lake) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(lake.findings()).build()) {
      all.forEach(rows::add);
    }
    rows.sort((a, b) -> FindingRows.changedAt(a).compareTo(FindingRows.changedAt(b)));
    return rows;
  }

  /// The newest row of each id.
  public static Map<String, Record> newest(Lake lake) throws IOException {
    Map<String, Record> newest = new HashMap<>();
    for (Record row : rows(lake)) {
      newest.put(String.valueOf(row.getField("id")), row);
    }
    return newest;
  }
}
