package io.trailhouse.lake.upkeep;

import io.trailhouse.destination.LakeFolder;
import io.trailhouse.lake.catalog.MetadataFiles;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/// Metadata in a table's folder that the catalog's table does not lead to, and other lakes below
/// that folder. What they reach may be all that somebody has: a catalog can be the wrong one.
final class OtherMetadata {
  private final TableMetadata own;
  private final Path folder;
  private final List<MetadataFiles.Found> others;

  private OtherMetadata(TableMetadata own, Path folder, List<MetadataFiles.Found> others) {
    this.own = own;
    this.folder = folder;
    this.others = others;
  }

  /// Looks through a table's folder; opens only what the table does not know.
  static OtherMetadata of(Table table) {
    TableMetadata own = ((BaseTable) table).operations().refresh();
    Set<String> known = new HashSet<>();
    known.add(nameOf(own.metadataFileLocation()));
    own.previousFiles().forEach(entry -> known.add(nameOf(entry.file())));
    Path folder = pathOf(table.location());
    return new OtherMetadata(own, folder, MetadataFiles.in(folder, table.io(), known));
  }

  private static String nameOf(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static Path pathOf(String location) {
    return Path.of(location.replaceFirst("^file:/*", "/"));
  }

  /// @throws TrailhouseException with TABLE_DAMAGED when one is of another table, or another lake
  ///   lies anywhere below the table's folder: then nothing there may be taken away
  void requireNoneForeign() {
    LakeFolder lake = lakeBelow();
    if (lake != null) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "the " + lake + " of another lake lies in a table's folder",
          folder.toString(),
          "Upkeep has stopped and taken nothing away. Export the other lake's events and import"
              + " them into a home outside of this one, then remove it");
    }
    for (MetadataFiles.Found other : others) {
      if (!String.valueOf(other.table().uuid()).equals(String.valueOf(own.uuid()))) {
        throw new TrailhouseException(
            Code.TABLE_DAMAGED,
            "metadata of a table that the catalog does not know lies in a table's folder",
            other.file().toString(),
            "Upkeep has stopped and taken nothing away. When the catalog is the wrong one, put the"
                + " right one back; when nobody needs that other table, move its metadata files to"
                + " another folder");
      }
    }
  }

  private @Nullable LakeFolder lakeBelow() {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    LakeBelow look = new LakeBelow(folder);
    try {
      Files.walkFileTree(folder, look);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return look.found;
  }

  /// Those of the same table that tell of a commit which the catalog does not know: one that a
  /// crash has left, or one that a catalog from a backup has not seen.
  List<TableMetadata> unknownCommits() {
    requireNoneForeign();
    return others.stream()
        .map(MetadataFiles.Found::table)
        .filter(other -> other.lastSequenceNumber() > own.lastSequenceNumber())
        .toList();
  }

  /// Looks for the first lake below a folder in which others write: a file that they take away
  /// meanwhile is none.
  private static final class LakeBelow extends SimpleFileVisitor<Path> {
    private final Path top;
    private @Nullable LakeFolder found;

    LakeBelow(Path top) {
      this.top = top;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      found = folder.equals(top) ? null : LakeFolder.of(folder);
      return found == null ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      if (problem instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw problem;
    }
  }
}
