package io.trailhouse.lake.check;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.LogFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A home with events of log files that are still there.
abstract class FilledHome {
  private final int imports;
  @TempDir Path home;
  @TempDir Path logs;
  LogFolder folder;

  /// @param imports how many, of other events each
  FilledHome(int imports) {
    this.imports = imports;
  }

  @BeforeEach
  void makeLogs() {
    folder = new LogFolder(logs);
  }

  Lake filled() throws InterruptedException {
    Lake lake = Lake.open(home);
    folder.importManyTimes(lake, imports);
    return lake;
  }
}
