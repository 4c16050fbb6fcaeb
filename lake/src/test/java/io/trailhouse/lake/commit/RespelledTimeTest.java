package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.SinkBatch.FileResult;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventTime;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Appends.File;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RowMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A record whose time an earlier version could not read is the same event as the row that it
/// stored at its file's time (spec: table.md, S9).
final class RespelledTimeTest {
  private static final Instant STORED_AT = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path home;

  private static String record(String members, String time) {
    return "{\"eventVersion\":\"1.11\",%s\"eventTime\":%s,\"eventName\":\"X\"}"
        .formatted(members, time);
  }

  private static EventBatch batch(String record) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    new EventReader()
        .read(new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8)), batches::add);
    return batches.get(0);
  }

  /// Stores records as that version did: at the time of their file, and marked as without a time.
  private void storeAsBefore(Lake lake, String... records) throws IOException {
    EventAppender appender = EventAppender.open(lake, AppendOptions.named("old"), Imports.CLOCK);
    DayFiles files = new DayFiles(appender.pending(), "old", "old");
    for (String record : records) {
      EventRow row = files.row();
      new RowMapper().map(batch(record).view(0), STORED_AT, row);
      Binary layout = row.text(EventSchema.LAYOUT);
      Binary extra = row.text(EventSchema.EXTRA);
      row.text(EventSchema.LAYOUT, Binary.fromString("?" + layout.toStringUsingUTF8()));
      row.text(
          EventSchema.EXTRA,
          Binary.fromString(
              "{\"th_eventtime\":\"delivery time\"," + extra.toStringUsingUTF8().substring(1)));
      row.eventTime(EventTime.micros(STORED_AT));
      files.write(row, "old.json", row.eventTime());
    }
    AppendFiles append = lake.events().newAppend();
    for (DataFile file : files.finish()) {
      append.appendFile(file);
    }
    append.commit();
  }

  private static List<FileResult> add(Lake lake, String... records) {
    EventAppender appender = EventAppender.open(lake, AppendOptions.named("new"), Imports.CLOCK);
    String text = "{\"Records\":[" + String.join(",", records) + "]}";
    return Appends.add(appender, List.of(new File("new-" + text.hashCode() + ".json", text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1777622451000",
        "1777622451",
        "1777622451.0",
        "\"1777622451\"",
        "{\"$date\":\"2026-05-01T08:00:51Z\"}",
        "\"May 1, 2026 8:00:51 AM\""
      })
  void importingAgainAddsNoRow(String time) throws Exception {
    String withId = record("\"eventID\":\"e-1\",\"recipientAccountId\":\"111122223333\",", time);
    String withoutId = record("", time);
    try (Lake lake = Lake.open(home)) {
      storeAsBefore(lake, withId, withoutId);
      assertThat(add(lake, withId, withoutId))
          .singleElement()
          .satisfies(result -> {
            assertThat(result.rows()).isZero();
            assertThat(result.duplicates()).isEqualTo(2);
          });
      assertThat(add(lake, withoutId, withId, withId).get(0).rows()).isZero();
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(withId, withoutId);
    }
  }

  @Test
  void anotherEventOfTheSameIdIsARowOfItsOwn() throws Exception {
    String id = "\"eventID\":\"e-1\",\"recipientAccountId\":\"111122223333\",";
    try (Lake lake = Lake.open(home)) {
      storeAsBefore(lake, record(id, "1777622451"));
      FileResult result = add(lake, record(id, "1777622452"), record(id, "1777622452")).get(0);
      assertThat(result.rows()).isEqualTo(1);
      assertThat(result.duplicates()).isEqualTo(1);
      assertThat(result.variants()).isZero();
    }
  }

  @Test
  void whatHasNoReadableTimeIsCountedWithAnExample() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FileResult result =
          add(
                  lake,
                  record("\"eventID\":\"e-0\",", "1777622451"),
                  record("\"eventID\":\"e-1\",", "\"soon\""),
                  record("\"eventID\":\"e-2\",", "null"))
              .get(0);
      assertThat(result.untimed()).isEqualTo(2);
      assertThat(result.firstUntimed()).isEqualTo("e-1");
      long only = EventTime.micros(Instant.parse("2026-05-01T08:00:51Z"));
      assertThat(result.oldestEventTime()).as("what stands in is no time").isEqualTo(only);
      assertThat(result.newestEventTime()).isEqualTo(only);
    }
  }

  @Test
  void anEventOfTheFutureIsCountedAndIsNotTheNewest() throws Exception {
    try (Lake lake = Lake.open(home)) {
      FileResult result =
          add(
                  lake,
                  record("\"eventID\":\"e-0\",", "\"2239-01-01T00:00:00Z\""),
                  record("\"eventID\":\"e-1\",", "\"2026-11-20T12:05:00Z\""),
                  record("\"eventID\":\"e-2\",", "\"2026-11-20T12:05:01Z\""))
              .get(0);
      assertThat(result.future()).isEqualTo(2);
      assertThat(result.newestEventTime())
          .isEqualTo(EventTime.micros(Instant.parse("2026-11-20T12:05:00Z")));
    }
  }
}
