package io.trailhouse.lake.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/// The metadata files that lie in a table's folder, whatever a catalog says of them.
public final class MetadataFiles {
  private static final String NAMES = "*.metadata.json";

  private MetadataFiles() {}

  /// A metadata file that can be read and tells of at least one commit.
  ///
  /// @param file where it is
  /// @param table what it says
  /// @param own whether it is whole and the file that its name stands for; any other is nothing
  ///   that a catalog could name, but what it leads to may be somebody's
  public record Found(Path file, TableMetadata table, boolean own) {
    String id() {
      return String.valueOf(table.uuid());
    }

    /// How old it is among those of its table: later ones are greater.
    static final Comparator<Found> AGE =
        Comparator.<Found>comparingLong(each -> each.table().lastSequenceNumber())
            .thenComparingLong(each -> each.table().lastUpdatedMillis())
            .thenComparingInt(each -> versionOf(each.file()));
  }

  /// Whether a folder has any file that looks like a table's metadata; opens none.
  static boolean any(Path table) {
    return !named(table).isEmpty();
  }

  /// The files of a table's folder but these. What cannot be read, and a table that never had a
  /// commit, leads to nothing and is left out.
  ///
  /// @param known names of files that need not be opened
  public static List<Found> in(Path table, FileIO io, Set<String> known) {
    List<Found> found = new ArrayList<>();
    for (Path file : named(table)) {
      Found read = known.contains(String.valueOf(file.getFileName())) ? null : read(file, io);
      if (read != null) {
        found.add(read);
      }
    }
    return found;
  }

  /// A metadata file; null when it leads to nothing: half a file, as a crash leaves it, one that
  /// somebody takes away meanwhile, or a table that never had a commit.
  static @Nullable Found read(Path file, FileIO io) {
    @Nullable TableMetadata metadata;
    boolean own;
    try {
      metadata = TableMetadataParser.read(io.newInputFile(file.toString()));
      own = isOwn(metadata);
    } catch (RuntimeException e) {
      metadata = parsed(file);
      own = false;
    }
    if (metadata == null) {
      return null;
    }
    boolean committed = metadata.lastSequenceNumber() > 0 || !metadata.snapshots().isEmpty();
    return committed ? new Found(file, metadata, own) : null;
  }

  private static @Nullable TableMetadata parsed(Path file) {
    try {
      return TableMetadataParser.fromJson(file.toString(), Files.readString(file));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /// Whether metadata is what its file's name stands for, as far as it tells without a name inside:
  /// each version knows the one before it.
  static boolean isOwn(TableMetadata metadata) {
    int own = versionOf(LocalFiles.path(metadata.metadataFileLocation()));
    List<TableMetadata.MetadataLogEntry> previous = metadata.previousFiles();
    if (own < 1) {
      return true;
    }
    if (previous.isEmpty()) {
      return false;
    }
    int last = versionOf(LocalFiles.path(previous.get(previous.size() - 1).file()));
    return last < 0 || last >= own - 1;
  }

  /// The files of a table's folder that are later than a version.
  static List<Path> laterThan(Path table, int version) {
    return named(table).stream().filter(file -> isLater(file, version)).toList();
  }

  /// Whether a file's name says that it is later than a version by more than the one commit that
  /// may be under way.
  static boolean isLater(Path file, int version) {
    return versionOf(file) > version + 1;
  }

  private static List<Path> named(Path table) {
    Path folder = table.resolve("metadata");
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, NAMES)) {
        all.forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /// The number that a metadata file's name begins with; -1 when it has none.
  static int versionOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int end = name.indexOf('-');
    try {
      return end < 1 ? -1 : Integer.parseInt(name.substring(0, end));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
