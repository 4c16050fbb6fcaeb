package io.trailhouse.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.commit.LogFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects of a route in Parquet (spec: routes.md T23).
final class EventParquetTest {
  @TempDir private Path folder;

  private static List<byte[]> records(int count) {
    return IntStream.range(0, count)
        .mapToObj(number ->
            LogFolder.record(
                "id-" + number,
                "2026-05-01",
                "\"awsRegion\":\"r-%d\",\"requestParameters\":{\"n\":%d},\"sourceIPAddress\":null,\"new\":[%d]"
                    .formatted(number % 3, number, number)))
        .map(record -> record.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void anotherReaderFindsEachRecordInItsPlace() throws Exception {
    Path file = Files.write(folder.resolve("events.parquet"), EventParquet.encode(records(3000)));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT eventid, awsregion, requestparameters, epoch(eventtime), th_source,"
                    + " th_object, sourceipaddress FROM read_parquet('%s', file_row_number=true)"
                        .formatted(file)
                    + " ORDER BY file_row_number")) {
      for (int number = 0; number < 3000; number++) {
        assertThat(found.next()).isTrue();
        assertThat(found.getString(1)).isEqualTo("id-" + number);
        assertThat(found.getString(2)).isEqualTo("r-" + number % 3);
        assertThat(found.getString(3)).isEqualTo("{\"n\":" + number + "}");
        assertThat(found.getLong(4)).isEqualTo(1_777_629_600L);
        assertThat(found.getString(5)).isNull();
        assertThat(found.getString(6)).isNull();
        assertThat(found.getString(7)).isNull();
      }
      assertThat(found.next()).isFalse();
    }
  }

  /// A time that stands in for none would be taken for the record's own.
  @Test
  void aRecordWithoutAReadableTimeHasNoneAndWhatIsOfTheImportIsEmpty() throws Exception {
    String timed =
        "{\"eventVersion\":\"1.11\",\"eventID\":\"a\",\"eventTime\":\"2026-05-01T10:00:00Z\"}";
    String untimed = "{\"eventVersion\":\"1.11\",\"eventID\":\"b\",\"eventTime\":\"soon\"}";
    String window =
        "{\"eventVersion\":\"1.11\",\"eventID\":\"c\",\"timeWindow\":"
            + "{\"windowStart\":\"2026-05-01T11:00:00Z\"}}";
    List<byte[]> records =
        Stream.of(timed, untimed, window)
            .map(record -> record.getBytes(StandardCharsets.UTF_8))
            .toList();
    Path file = Files.write(folder.resolve("events.parquet"), EventParquet.encode(records));
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                ("SELECT concat_ws(' ', eventid, coalesce(strftime(eventtime, '%%H'), 'null'),"
                        + " coalesce(cast(th_ingested AS varchar), 'null'),"
                        + " coalesce(json_extract_string(extra, '$.th_eventtime'), 'own'))"
                        + " FROM read_parquet('%s')")
                    .formatted(file))) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    assertThat(found)
        .containsExactly("a 10 null own", "b null null none", "c 11 null window start");
  }

  @Test
  void allRecordsOfAnObjectMayBeWithoutATime() {
    byte[] record =
        "{\"eventVersion\":\"1.11\",\"eventID\":\"b\",\"eventTime\":\"soon\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventParquet.encode(List.of(record, record))).isNotEmpty();
  }

  @Test
  void theSameRecordsGiveTheSameBytes() {
    assertThat(EventParquet.encode(records(700))).isEqualTo(EventParquet.encode(records(700)));
    assertThat(EventParquet.encode(records(700))).isNotEqualTo(EventParquet.encode(records(701)));
  }

  @Test
  void whatIsNoRecordAnyMoreIsRefused() {
    assertThatThrownBy(() -> EventParquet.encode(List.of("[1]".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
