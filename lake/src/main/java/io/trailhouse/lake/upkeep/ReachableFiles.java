package io.trailhouse.lake.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;

/// The files that a table's metadata leads to.
///
/// A file counts by its name without scheme and doubled slashes: programs spell them differently.
final class ReachableFiles {
  private static final String INPUTS = "trailhouse.inputs";
  private static final int MOST_ATTEMPTS = 5;

  private final Table table;
  private final Map<String, String> locations = new LinkedHashMap<>();
  private final Set<String> manifests = new HashSet<>();

  private ReachableFiles(Table table) {
    this.table = table;
  }

  /// From the newest metadata and any snapshot it has. The table is refreshed.
  static ReachableFiles all(Table table) {
    return settled(
        table,
        () -> {
          ReachableFiles files = new ReachableFiles(table);
          TableMetadata metadata = ((BaseTable) table).operations().current();
          files.addNamed(metadata);
          metadata.snapshots().forEach(files::add);
          return files;
        });
  }

  private void addNamed(TableMetadata metadata) {
    add(metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> add(entry.file()));
    metadata.statisticsFiles().forEach(entry -> add(entry.path()));
    metadata.partitionStatisticsFiles().forEach(entry -> add(entry.path()));
  }

  /// Adds what other metadata of the same table leads to, as far as that is there.
  void addAll(TableMetadata metadata) {
    addNamed(metadata);
    for (Snapshot snapshot : metadata.snapshots()) {
      try {
        add(snapshot);
      } catch (NotFoundException e) {
        // this snapshot has gone; what it led to besides is led to by others, or by nothing
      }
    }
  }

  /// From the current snapshot. The table is refreshed.
  static ReachableFiles current(Table table) {
    return settled(
        table,
        () -> {
          ReachableFiles files = new ReachableFiles(table);
          if (table.currentSnapshot() != null) {
            files.add(table.currentSnapshot());
          }
          return files;
        });
  }

  /// Looks at the table once more when another upkeep takes files away meanwhile.
  private static ReachableFiles settled(Table table, Supplier<ReachableFiles> look) {
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      String seen = metadataFile(table);
      try {
        return look.get();
      } catch (NotFoundException e) {
        table.refresh();
        if (attempt == MOST_ATTEMPTS || seen.equals(metadataFile(table))) {
          throw DamagedFiles.problem(
              "a file that the table's metadata names is not there: " + e.getMessage(),
              table.location(),
              e);
        }
      }
    }
  }

  private static String metadataFile(Table table) {
    return ((BaseTable) table).operations().current().metadataFileLocation();
  }

  private void add(String location) {
    locations.put(key(location), location);
  }

  private void add(Snapshot snapshot) {
    add(snapshot.manifestListLocation());
    String inputs = snapshot.summary().get(INPUTS);
    if (inputs != null) {
      add(inputs);
    }
    for (ManifestFile manifest : snapshot.allManifests(table.io())) {
      if (manifests.add(manifest.path())) {
        add(manifest.path());
        addContent(manifest);
      }
    }
  }

  private void addContent(ManifestFile manifest) {
    try {
      if (manifest.content() == ManifestContent.DATA) {
        try (CloseableIterable<String> paths =
            ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
          paths.forEach(this::add);
        }
      } else {
        try (ManifestReader<DeleteFile> reader =
            ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
          reader.forEach(file -> add(file.location()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String location) {
    return location.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*:", "").replaceAll("/{2,}", "/");
  }

  boolean contains(String location) {
    return locations.containsKey(key(location));
  }

  boolean containsAll(Collection<DataFile> files) {
    return files.stream().allMatch(file -> contains(file.location()));
  }

  /// Those that are not among others.
  List<String> without(ReachableFiles others) {
    Map<String, String> rest = new LinkedHashMap<>(locations);
    rest.keySet().removeAll(others.locations.keySet());
    return List.copyOf(rest.values());
  }

  /// Whether a listing of the table's folder spells files so that they can be told from others: it
  /// has to show a metadata file of the table.
  boolean areAmong(Collection<String> listing) {
    return listing.stream()
        .anyMatch(location -> location.endsWith(".metadata.json") && contains(location));
  }
}
