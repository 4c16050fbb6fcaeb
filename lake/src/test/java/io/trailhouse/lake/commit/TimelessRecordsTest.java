package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.catalog.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records without an `eventTime` of their own (spec: table.md, no drop for shape).
final class TimelessRecordsTest {
  private static final String AGGREGATED =
      """
      {"eventVersion":"1.0","accountId":"111122223333","eventId":"aaaaaaaa-0000-4000-8000-000000000000",\
      "eventCategory":"Aggregated","eventType":"AwsAggregatedEvent","awsRegion":"us-east-1",\
      "eventSource":"s3.amazonaws.com","timeWindow":{"windowStart":"2025-11-17T19:20:00Z",\
      "windowEnd":"2025-11-17T19:25:00Z","windowSize":"PT5M"},"summary":{}}\
      """;

  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void anAggregatedRecordStandsAtTheStartOfItsWindowAndComesOnce() throws Exception {
    Files.writeString(folder.resolve("a.json"), AGGREGATED);
    Files.writeString(folder.resolve("b.json"), "[" + AGGREGATED + " ]");
    try (Lake lake = Lake.open(home)) {
      Imports.run(lake, AppendOptions.named("import"), folder);
      assertThat(Imports.records(lake)).containsExactly(AGGREGATED);
      try (CloseableIterable<Record> rows = IcebergGenerics.read(lake.events()).build()) {
        Record row = rows.iterator().next();
        assertThat(row.getField("eventtime")).hasToString("2025-11-17T19:20");
        assertThat(row.getField("extra")).asString().contains("\"th_eventtime\":\"window start\"");
      }
    }
  }

  @Test
  void anUnreadableTimeTakesTheDeliveryTimeAndIsOneRowOverAllDays() throws Exception {
    String record =
        "{\"eventVersion\":\"1.08\",\"eventID\":\"e-1\",\"eventName\":\"X\",\"eventTime\":\"soon\"}";
    for (String day : new String[] {"20260501T0005Z", "20260509T0005Z"}) {
      Files.writeString(
          folder.resolve("111122223333_CloudTrail_us-east-1_" + day + "_abcdefghijklmnop.json"),
          "{\"Records\":[" + record + "]}" + " ".repeat(day.charAt(7) - '0'));
    }
    try (Lake lake = Lake.open(home)) {
      Imports.run(lake, AppendOptions.named("import"), folder);
      assertThat(Imports.records(lake)).containsExactly(record);
    }
  }
}
