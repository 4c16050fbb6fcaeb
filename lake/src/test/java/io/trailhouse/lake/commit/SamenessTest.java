package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.ReadLimits;
import io.trailhouse.fixture.RandomRecords;
import io.trailhouse.lake.catalog.Lake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two records are one event or two, whatever way they came (spec: table.md, S1 to S8).
final class SamenessTest {
  private static final String RECORD = record("e-1", "PutObject");

  @TempDir private Path home;

  private static String record(String id, String name) {
    return ("{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-05-01T08:00:07Z\",\"eventName\":\"%s\","
            + "\"recipientAccountId\":\"111122223333\",\"eventID\":\"%s\"}")
        .formatted(name, id);
  }

  private static String pretty(String record) {
    return record.replace(",\"", ",\n    \"").replace("{", "{\n    ").replace("}", "\n}");
  }

  private static String canonical(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }

  private static long sum(
      List<SinkBatch.FileResult> results, ToLongFunction<SinkBatch.FileResult> of) {
    return results.stream().mapToLong(of).sum();
  }

  private static List<Appends.File> everyPath(String record) {
    String quoted = record.replace("\\", "\\\\").replace("\"", "\\\"");
    return List.of(
        new Appends.File("a/trail.json", "{\"Records\":[" + record + "]}"),
        new Appends.File("b/pretty.json", "[\n" + pretty(record) + "\n]\n"),
        new Appends.File(
            "c/lookup.json", "{\"Events\":[{\"CloudTrailEvent\":\"" + quoted + "\"}]}"),
        new Appends.File("d/bridge.jsonl", "{\"detail-type\":\"x\",\"detail\":" + record + "}\n"),
        new Appends.File("e/watch.json", "{\"logEvents\":[{\"message\":\"" + quoted + "\"}]}"));
  }

  @Test
  void oneEventByEveryPathIsOneRow() throws Exception {
    List<Appends.File> files = new ArrayList<>(everyPath(RECORD));
    for (int turn = 0; turn < files.size(); turn++) {
      Collections.rotate(files, 1);
      try (Lake lake = Lake.open(home.resolve("together" + turn))) {
        List<SinkBatch.FileResult> results = Appends.add(Appends.appender(lake), files);
        assertThat(sum(results, SinkBatch.FileResult::rows)).isEqualTo(1);
        assertThat(sum(results, SinkBatch.FileResult::duplicates)).isEqualTo(4);
        assertThat(Imports.records(lake)).hasSize(1);
      }
    }
  }

  @Test
  void oneEventThatComesAgainLaterByAnotherPathIsStillOneRow() throws Exception {
    try (Lake lake = Lake.open(home)) {
      for (Appends.File file : everyPath(RECORD)) {
        Appends.add(lake, file);
      }
      assertThat(Imports.records(lake)).containsExactly(RECORD);
      assertThat(Appends.sum(Appends.ledger(lake), "duplicates")).isEqualTo(4);
    }
  }

  @Test
  void recordsOfOneKeyAndOtherContentBothStayAndAreCounted() throws Exception {
    String other = record("e-1", "GetObject");
    try (Lake lake = Lake.open(home)) {
      List<SinkBatch.FileResult> together =
          Appends.add(lake, new Appends.File("a", RECORD + other + RECORD + pretty(other)));
      assertThat(sum(together, SinkBatch.FileResult::rows)).isEqualTo(2);
      assertThat(sum(together, SinkBatch.FileResult::variants)).isEqualTo(1);
      assertThat(sum(together, SinkBatch.FileResult::duplicates)).isEqualTo(2);

      String third = record("e-1", "HeadObject");
      List<SinkBatch.FileResult> later =
          Appends.add(lake, new Appends.File("b", pretty(RECORD) + other + third));
      assertThat(sum(later, SinkBatch.FileResult::rows)).isEqualTo(1);
      assertThat(sum(later, SinkBatch.FileResult::variants)).isEqualTo(1);
      assertThat(sum(later, SinkBatch.FileResult::duplicates)).isEqualTo(2);

      List<SinkBatch.FileResult> again =
          Appends.add(lake, new Appends.File("c", third + other + RECORD));
      assertThat(sum(again, SinkBatch.FileResult::rows)).isZero();
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(RECORD, other, third);
    }
  }

  @Test
  void otherAccountsOrTimesMakeOtherEvents() throws Exception {
    String account = RECORD.replace("111122223333", "444455556666");
    String noAccount = RECORD.replace("\"recipientAccountId\":\"111122223333\",", "");
    String time = RECORD.replace("08:00:07Z", "08:00:08Z");
    try (Lake lake = Lake.open(home)) {
      List<SinkBatch.FileResult> results =
          Appends.add(lake, new Appends.File("a", RECORD + account + noAccount + time));
      assertThat(sum(results, SinkBatch.FileResult::rows)).isEqualTo(4);
      assertThat(sum(results, SinkBatch.FileResult::variants)).isZero();
    }
  }

  @Test
  void aRecordWithoutAnIdIsKnownByItsContent() throws Exception {
    String noId = RECORD.replace(",\"eventID\":\"e-1\"", "");
    String nullId = RECORD.replace("\"e-1\"", "null");
    String odd = RECORD.replace("\"e-1\"", "\"\\ud800\"");
    String all = noId + nullId + odd;
    try (Lake lake = Lake.open(home)) {
      Appends.add(lake, new Appends.File("a", all));
      List<SinkBatch.FileResult> again =
          Appends.add(lake, new Appends.File("b", pretty(noId) + nullId + " " + odd + noId));
      assertThat(sum(again, SinkBatch.FileResult::duplicates)).isEqualTo(4);
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(noId, nullId, odd);
    }
  }

  @Test
  void repeatedKeysDoNotHideARowFromItsLikes() throws Exception {
    String repeated = "{\"eventName\":\"A\"," + RECORD.substring(1);
    try (Lake lake = Lake.open(home)) {
      Appends.add(lake, new Appends.File("a", repeated));
      List<SinkBatch.FileResult> again = Appends.add(lake, new Appends.File("b", repeated + " "));
      assertThat(sum(again, SinkBatch.FileResult::duplicates)).isEqualTo(1);
      assertThat(Imports.records(lake)).containsExactly(repeated);
    }
  }

  @Test
  void memoryAndSizesOfPiecesChangeNothingInTheTable() throws Exception {
    List<Appends.File> files = randomFiles(11, 8);
    Set<String> expected = new TreeSet<>();
    long records = 0;
    int run = 0;
    for (long[] size :
        new long[][] {
          {100 << 20, 1_000_000, 100 << 20}, {1, 1_000_000, 0}, {4_000, 40, 0}, {20_000, 1, 5_000}
        }) {
      try (Lake lake = Lake.open(home.resolve("run" + run++))) {
        EventAppender appender =
            EventAppender.open(lake, Appends.small(size[0], size[1], size[2]), Imports.CLOCK);
        List<SinkBatch.FileResult> results =
            Appends.add(
                appender,
                files,
                run % 2 == 0
                    ? new ReadLimits(100, 500, 1 << 20, 1L << 40, 250, 1_000)
                    : ReadLimits.DEFAULT);
        List<String> stored = Imports.records(lake);
        Set<String> found = new TreeSet<>();
        stored.forEach(record -> found.add(canonical(record)));
        assertThat(stored.size()).as("run " + run).isEqualTo(found.size());
        if (expected.isEmpty()) {
          expected.addAll(found);
          records = sum(results, result -> result.report().records());
        }
        assertThat(found).isEqualTo(expected);
        assertThat(
                sum(results, SinkBatch.FileResult::rows)
                    + sum(results, SinkBatch.FileResult::duplicates))
            .isEqualTo(records);
        assertThat(sum(results, SinkBatch.FileResult::rows)).isEqualTo(stored.size());
      }
    }
  }

  @Test
  void tinyRecordsBeyondAMillionAreAllStored() throws Exception {
    StringBuilder text = new StringBuilder();
    int count = (1 << 20) + 70_000;
    for (int i = 0; i < count; i++) {
      text.append("{\"eventName\":\"a\",\"eventID\":\"").append(i).append("\"}");
    }
    try (Lake lake = Lake.open(home)) {
      List<SinkBatch.FileResult> results =
          Appends.add(lake, new Appends.File("a", text.toString()));
      assertThat(sum(results, SinkBatch.FileResult::rows)).isEqualTo(count);
      long rows = 0;
      for (DataFile file : Imports.files(lake)) {
        rows += file.recordCount();
      }
      assertThat(rows).isEqualTo(count);
      Set<Long> ids = new HashSet<>();
      for (DataFile file : Imports.files(lake)) {
        StoredKeys.visit(
            lake.events().io().newInputFile(file.location()), (key, row) -> ids.add(key.high()));
      }
      assertThat(ids).hasSize(count);
    }
  }

  /// Files of random records, some of which stand in several of them, differently spelled.
  static List<Appends.File> randomFiles(long seed, int count) {
    Random random = new Random(seed);
    RandomRecords source = RandomRecords.wild(seed);
    List<String> pool = new ArrayList<>();
    List<Appends.File> files = new ArrayList<>();
    for (int file = 0; file < count; file++) {
      StringBuilder text = new StringBuilder("{\"Records\":[");
      int records = 1 + random.nextInt(12);
      for (int i = 0; i < records; i++) {
        if (pool.isEmpty() || random.nextInt(3) > 0) {
          pool.add(source.next().text());
        }
        text.append(i == 0 ? "" : ",").append(pool.get(random.nextInt(pool.size())));
      }
      files.add(new Appends.File("f" + file, text.append("]}").toString()));
    }
    return files;
  }
}
