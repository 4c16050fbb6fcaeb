package io.trailhouse.lake.commit;

import io.trailhouse.lake.catalog.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Small log files for tests, in one folder.
public record LogFolder(Path path) {
  public void write(String name, String... records) {
    try {
      Files.writeString(
          path.resolve(name + ".json"), "{\"Records\":[" + String.join(",", records) + "]}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// So many commits, each of two records on each of two days; records of different commits lie
  /// between each other in time.
  public void importManyTimes(Lake lake, int commits) throws InterruptedException {
    for (int number = 0; number < commits; number++) {
      write(
          "file-" + number,
          record("a-" + number, "2026-05-01", 10, number),
          record("b-" + number, "2026-05-02", 10, number),
          record("c-" + number, "2026-05-01", 11, commits - number),
          record("d-" + number, "2026-05-02", 11, commits - number));
      importAll(lake);
    }
  }

  public List<?> importAll(Lake lake) throws InterruptedException {
    return Imports.run(lake, AppendOptions.named("import"), path);
  }

  public static String record(String id, String day, int hour, int minute) {
    return "{\"eventVersion\":\"1.08\",\"eventTime\":\"%sT%02d:%02d:00Z\",\"eventName\":\"X\",\"eventID\":\"%s\"}"
        .formatted(day, hour, minute % 60, id);
  }

  /// A record with more members, such as `"eventCategory":"Data"`.
  public static String record(String id, String day, String members) {
    return "{\"eventVersion\":\"1.08\",\"eventTime\":\"%sT10:00:00Z\",\"eventName\":\"X\",\"eventID\":\"%s\",%s}"
        .formatted(day, id, members);
  }
}
