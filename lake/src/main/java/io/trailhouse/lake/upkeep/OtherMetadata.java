package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.MetadataFiles;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/// Metadata in a table's folder that the catalog's table does not lead to. What it reaches may be
/// all that somebody has: a catalog can be the wrong one.
final class OtherMetadata {
  private final TableMetadata own;
  private final List<MetadataFiles.Found> others;

  private OtherMetadata(TableMetadata own, List<MetadataFiles.Found> others) {
    this.own = own;
    this.others = others;
  }

  /// Looks through a table's folder; opens only what the table does not know.
  static OtherMetadata of(Table table) {
    TableMetadata own = ((BaseTable) table).operations().refresh();
    Set<String> known = new HashSet<>();
    known.add(nameOf(own.metadataFileLocation()));
    own.previousFiles().forEach(entry -> known.add(nameOf(entry.file())));
    return new OtherMetadata(own, MetadataFiles.in(pathOf(table.location()), table.io(), known));
  }

  private static String nameOf(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static Path pathOf(String location) {
    return Path.of(location.replaceFirst("^file:/*", "/"));
  }

  /// @throws TrailhouseException with TABLE_DAMAGED when one is of another table: then nothing
  ///   there may be taken away
  void requireNoneForeign() {
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

  /// Those of the same table that tell of a commit which the catalog does not know: one that a
  /// crash has left, or one that a catalog from a backup has not seen.
  List<TableMetadata> unknownCommits() {
    requireNoneForeign();
    return others.stream()
        .map(MetadataFiles.Found::table)
        .filter(other -> other.lastSequenceNumber() > own.lastSequenceNumber())
        .toList();
  }
}
