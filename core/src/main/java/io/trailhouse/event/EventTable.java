package io.trailhouse.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tables of events that people hand over as log files: what a console or a query has written as
/// CSV. They are told by their header, so that they are named instead of being read as broken JSON.
final class EventTable {
  private static final int LONGEST_HEADER = 16 << 10;
  private static final int FEWEST = 3;
  private static final String WHOLE_RECORDS = "eventjson";
  private static final Set<String> COLUMNS =
      Set.of(
          "eventname",
          "eventtime",
          "eventsource",
          "eventid",
          "eventversion",
          "username",
          "useridentity",
          "useragent",
          "awsregion",
          "awsaccesskey",
          "sourceipaddress",
          "readonly",
          "errorcode",
          "requestid",
          "requestparameters",
          "resourcetype",
          "resourcename",
          "recipientaccountid");

  private EventTable() {}

  /// A sentence about the table that a text begins with, and what to do; null when it is none.
  static @Nullable String problem(byte[] bytes, int length) {
    int end = 0;
    while (end < length && end < LONGEST_HEADER && bytes[end] != '\n' && bytes[end] != '\r') {
      if (bytes[end] == '{' || bytes[end] == '[' || bytes[end] == 0) {
        return null;
      }
      end++;
    }
    String header = new String(bytes, 0, end, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    List<String> columns =
        Arrays.stream(header.split("[,;\t]", -1))
            .map(column -> column.replaceAll("[^a-z]", ""))
            .toList();
    if (columns.contains(WHOLE_RECORDS)) {
      return "a table with whole records in its column eventjson: save that column alone, one"
          + " record a line, and import that";
    }
    if (columns.stream().filter(COLUMNS::contains).distinct().count() < FEWEST) {
      return null;
    }
    return header.contains("event name") || header.contains("event time")
        ? "the console's Event history as a table, which leaves out most of each event: download it"
            + " as JSON, or fetch it with `trailhouse backfill`"
        : "a table of events that are no whole records: import the log files they were taken from,"
            + " or fetch them with `trailhouse backfill`";
  }
}
