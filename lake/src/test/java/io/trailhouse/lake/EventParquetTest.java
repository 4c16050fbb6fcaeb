package io.trailhouse.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
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
