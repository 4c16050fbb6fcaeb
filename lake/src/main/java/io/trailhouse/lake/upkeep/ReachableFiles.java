package io.trailhouse.lake.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;

/// All files that a table's metadata leads to, from any snapshot it has.
final class ReachableFiles {
  private static final String INPUTS = "trailhouse.inputs";

  private ReachableFiles() {}

  static Set<String> of(Table table) {
    Set<String> files = new HashSet<>();
    TableMetadata metadata = ((BaseTable) table).operations().current();
    files.add(metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> files.add(entry.file()));
    metadata.statisticsFiles().forEach(entry -> files.add(entry.path()));
    metadata.partitionStatisticsFiles().forEach(entry -> files.add(entry.path()));
    Set<String> manifests = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      files.add(snapshot.manifestListLocation());
      String inputs = snapshot.summary().get(INPUTS);
      if (inputs != null) {
        files.add(inputs);
      }
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (manifests.add(manifest.path())) {
          addContent(table, manifest, files);
        }
      }
    }
    files.addAll(manifests);
    return files;
  }

  private static void addContent(Table table, ManifestFile manifest, Set<String> files) {
    try {
      if (manifest.content() == ManifestContent.DATA) {
        try (CloseableIterable<String> paths =
            ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
          paths.forEach(files::add);
        }
      } else {
        try (ManifestReader<DeleteFile> reader =
            ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
          reader.forEach(file -> files.add(file.location()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
