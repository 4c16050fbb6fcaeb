package io.trailhouse.lake.upkeep;

import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/// Makes few lists of a table's data files out of the one that each commit has left: a query reads
/// them all before it opens a file, at two milliseconds each.
final class Manifests {
  private static final int TOLERATED = 4;
  private static final long SMALL = 4L << 20;
  private static final int MOST_ATTEMPTS = 10;

  private final Table table;

  Manifests(Table table) {
    this.table = table;
  }

  /// Merges them once there are more small ones than a few. What other writers add meanwhile stays;
  /// if they are too fast, a later round does it.
  void merge() {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return;
    }
    long small =
        current.dataManifests(table.io()).stream()
            .filter(manifest -> manifest.length() < SMALL)
            .count();
    if (small <= TOLERATED) {
      return;
    }
    try {
      table.rewriteManifests().clusterBy(file -> "").commit();
    } catch (CommitFailedException | ValidationException e) {
      table.refresh();
    }
  }

  /// Writes those anew that still tell of files which a commit has taken out: with each stand the
  /// first letters of its least and greatest names, addresses and ids.
  ///
  /// @return whether nothing of the kind is left; others may be at work
  boolean forgetRemovedFiles() {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      table.refresh();
      Snapshot current = table.currentSnapshot();
      if (current == null
          || current.dataManifests(table.io()).stream().noneMatch(ManifestFile::hasDeletedFiles)) {
        return true;
      }
      try {
        table
            .rewriteManifests()
            .clusterBy(file -> "")
            .rewriteIf(ManifestFile::hasDeletedFiles)
            .commit();
      } catch (CommitFailedException | ValidationException e) {
        // somebody else has changed the same manifests: once more on what they have made
      }
    }
    return false;
  }
}
