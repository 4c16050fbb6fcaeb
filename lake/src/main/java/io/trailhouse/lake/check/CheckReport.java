package io.trailhouse.lake.check;

import java.util.List;

/// What a check has found.
///
/// @param tables how many tables there are
/// @param files how many files were looked at
/// @param bytes how many bytes of them were read
/// @param dataFiles how many of the files are data files
/// @param withoutSums data files with pages that have no checksum; their rows were decoded
/// @param damages in the order of tables, kinds and places
public record CheckReport(
    long tables, long files, long bytes, long dataFiles, long withoutSums, List<Damage> damages) {
  public CheckReport {
    damages = List.copyOf(damages);
  }

  public boolean isWhole() {
    return damages.isEmpty();
  }
}
