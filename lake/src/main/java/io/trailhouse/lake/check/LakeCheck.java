package io.trailhouse.lake.check;

import io.trailhouse.lake.catalog.Lake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;

/// Looks at every file that the current snapshots of a lake's tables name. It changes nothing in
/// them and holds nobody up.
public final class LakeCheck {
  private final Lake lake;
  private final boolean deep;
  private final DoubleConsumer progress;

  /// @param deep whether data files are read in full
  /// @param progress gets the share that is done, from 0 to 1
  public LakeCheck(Lake lake, boolean deep, DoubleConsumer progress) {
    this.lake = lake;
    this.deep = deep;
    this.progress = progress;
  }

  /// Looks. A damage is in the report, never thrown.
  public CheckReport run() {
    List<String> tables = lake.tables();
    List<Damage> damages = new ArrayList<>();
    long files = 0;
    long bytes = 0;
    long dataFiles = 0;
    long withoutSums = 0;
    for (int number = 0; number < tables.size(); number++) {
      double before = number;
      TableCheck check =
          new TableCheck(
              lake,
              tables.get(number),
              deep,
              share -> progress.accept((before + share) / tables.size()));
      damages.addAll(check.run());
      files += check.files();
      bytes += check.bytes();
      dataFiles += check.dataFiles();
      withoutSums += check.withoutSums();
    }
    progress.accept(1);
    if (deep && damages.stream().anyMatch(each -> each.kind() == FileKind.DATA_FILE)) {
      lake.forgetChecked();
    }
    damages.sort(
        Comparator.comparingInt((Damage each) -> tables.indexOf(each.table()))
            .thenComparing(Damage::kind)
            .thenComparing(Damage::file));
    return new CheckReport(
        tables.size(), files, bytes, dataFiles, withoutSums, new LogFileSearch(lake).in(damages));
  }
}
