package io.trailhouse.lake.catalog;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What people are told when catalog and tables have lost each other.
final class Lost {
  private static final String NOTHING_CHANGED = "Nothing was changed. ";

  private Lost() {}

  static TrailhouseException catalog(Path home, Path warehouse) {
    Path file = home.resolve(LakeCatalog.FILE);
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the catalog of this home is "
            + (Files.exists(file) ? "empty" : "gone")
            + ", but tables lie in "
            + warehouse,
        file.toString(),
        NOTHING_CHANGED + takeBack("Put it back from a backup", home));
  }

  private static String takeBack(String first, Path home) {
    return first + ", or take the tables back: trailhouse lake register --home " + home;
  }

  /// The catalog does not know a table that lies there.
  static TrailhouseException row(String table, Path home, Path folder) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the catalog of this home does not know the table " + table + " that lies there",
        folder.toString(),
        NOTHING_CHANGED + takeBack("Put the right catalog.db back from a backup", home));
  }

  /// The catalog knows another table than the one that lies there.
  static TrailhouseException foreign(String table, Path file) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the folder of the table "
            + table
            + " has metadata of a table that the catalog does not"
            + " know",
        file.toString(),
        NOTHING_CHANGED
            + "trailhouse lake register tells the tables that lie there; with --metadata FILE it"
            + " takes one into the catalog");
  }

  /// The catalog is older than the table.
  static TrailhouseException stale(String table, Path home, Path newer) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the catalog of this home is older than the table " + table + ": it was put back, perhaps",
        newer.toString(),
        NOTHING_CHANGED + takeBack("Put the newest catalog.db back", home));
  }

  /// The warehouse that the catalog names is not there.
  static TrailhouseException warehouse(Path home, Path named, Path here) {
    boolean moved = !named.equals(here) && WarehouseMarker.read(here) != null;
    return moved ? moved(home, named, here, null) : absent(home, named, null);
  }

  static TrailhouseException moved(Path home, Path from, Path to, @Nullable Exception cause) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        "this home was moved or copied: its tables were in " + from + " and are in " + to + " now",
        home.toString(),
        NOTHING_CHANGED
            + "Move it back, or make its old place lead here: ln -s "
            + to
            + " "
            + from
            + ". The tables know their files by their full paths",
        cause);
  }

  private static TrailhouseException absent(Path home, Path named, @Nullable Exception cause) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        "the tables of this home are not where its catalog says",
        named + ", by " + home.resolve(LakeCatalog.FILE),
        NOTHING_CHANGED + "Mount the disk or bring the folder back; if it was moved, move it back",
        cause);
  }

  /// The metadata of a table that the catalog knows is not there.
  static TrailhouseException table(
      String table, String missing, Path home, Path here, @Nullable Exception cause) {
    Path folder = Ownership.folder(here, table);
    Path old = placeIn(missing, folder);
    if (old != null && !old.equals(here) && !Files.exists(old) && MetadataFiles.any(folder)) {
      return moved(home, old, here, cause);
    }
    if (MetadataFiles.any(folder)) {
      return new TrailhouseException(
          Code.TABLE_DAMAGED,
          "the newest metadata file of the table " + table + " is not there",
          missing,
          NOTHING_CHANGED + takeBack("Put the file back", home),
          cause);
    }
    return absent(home, old == null ? here : old, cause);
  }

  /// The warehouse of a file that Iceberg has missed; null when its message names none.
  private static @Nullable Path placeIn(String missing, Path folder) {
    Path space = folder.getParent();
    String parent = space == null ? "" : "/" + space.getFileName();
    String end = parent + "/" + folder.getFileName() + "/metadata/";
    int to = missing.indexOf(end);
    int from = missing.indexOf('/');
    return from < 0 || to <= from ? null : Path.of(missing.substring(from, to));
  }
}
