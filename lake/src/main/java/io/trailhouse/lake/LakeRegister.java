package io.trailhouse.lake;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.jspecify.annotations.Nullable;

/// Takes the tables of a warehouse into the catalog of a home, from their newest metadata: for a
/// catalog that is lost, empty or older than the tables. Changes no file of a table.
public final class LakeRegister {
  private final Path home;
  private final Path warehouse;
  private final Set<Path> chosen;

  /// @param chosen metadata files to take, where somebody has decided which
  public LakeRegister(Path home, Path warehouse, Set<Path> chosen) {
    this.home = Lake.plain(home);
    this.warehouse = Lake.plain(warehouse);
    this.chosen = chosen.stream().map(Lake::plain).collect(Collectors.toSet());
  }

  /// What has become of a table.
  ///
  /// @param name the table's name
  /// @param file the metadata file that the catalog has now
  /// @param rows how many rows the table has
  /// @param changed whether the catalog had another one before, or none
  public record Registered(String name, Path file, long rows, boolean changed) {}

  /// Takes each table that is there.
  ///
  /// @return the tables; none when none is there
  /// @throws TrailhouseException with HOME_UNUSABLE when another home has them or this one is in
  ///   use, with WRONG_USE when it cannot be told which metadata is right
  public List<Registered> run() {
    Lake.require(home, "home folder", "Choose another with --home DIR, or make this one writable");
    if (!Files.isDirectory(warehouse)) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "there is no warehouse",
          warehouse.toString(),
          "Name the home whose tables are to be taken back, or lake.warehouse in the"
              + " configuration");
    }
    List<Registered> done = new ArrayList<>();
    try (Tenants tenants = Tenants.join(home)) {
      if (!tenants.alone(() -> done.addAll(OneAtATime.in(home, this::register)))) {
        throw new TrailhouseException(
            Code.HOME_UNUSABLE,
            "somebody has this home open",
            home.toString(),
            "Stop serve and whatever else uses it, then run this command again");
      }
    }
    return done;
  }

  private List<Registered> register() {
    WarehouseMarker marker = WarehouseMarker.read(warehouse);
    if (marker != null && Ownership.isInUse(marker, home)) {
      throw Ownership.ofAnother(marker.home(), warehouse);
    }
    Map<String, MetadataFiles.Found> newest = new HashMap<>();
    for (String name : Ownership.TABLES) {
      MetadataFiles.Found found = newest(name);
      if (found != null) {
        newest.put(name, found);
      }
    }
    requireAllChosen(newest);
    if (newest.isEmpty()) {
      return List.of();
    }
    try (LakeCatalog catalog = LakeCatalog.open(home, warehouse, false)) {
      return enter(catalog, newest);
    }
  }

  private void requireAllChosen(Map<String, MetadataFiles.Found> taken) {
    Set<Path> left = new HashSet<>(chosen);
    taken.values().forEach(found -> left.remove(found.file()));
    if (!left.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "this is no metadata file of a table in the warehouse, or not the only one that was named"
              + " for it",
          left.iterator().next().toString(),
          "Name files such as "
              + Ownership.folder(warehouse, "events")
              + "/metadata/*.metadata.json,"
              + " one for a table");
    }
  }

  private List<Registered> enter(LakeCatalog catalog, Map<String, MetadataFiles.Found> newest) {
    String lake = UUID.randomUUID().toString(); // whoever has the old one is out
    Map<String, String> ids = new HashMap<>();
    newest.forEach((name, found) -> ids.put(name, found.id()));
    new Ownership(catalog, home, warehouse).write(lake, warehouse);
    List<Registered> done = new ArrayList<>();
    for (String name : Ownership.TABLES) {
      MetadataFiles.Found found = newest.get(name);
      TableIdentifier table = Ownership.identifier(name);
      if (found != null) {
        boolean same = found.file().equals(catalog.metadataOf(table));
        if (!same) {
          catalog.dropTable(table, false);
          catalog.registerTable(table, found.file().toString());
        }
        done.add(new Registered(name, found.file(), rows(found.table()), !same));
      } else if (catalog.knows(table)) {
        catalog.dropTable(table, false); // it never had a commit
      }
    }
    new WarehouseMarker(lake, home, ids).write(warehouse);
    return done;
  }

  private static long rows(TableMetadata table) {
    Snapshot current = table.currentSnapshot();
    String rows = current == null ? null : current.summary().get("total-records");
    return rows == null ? 0 : Long.parseLong(rows);
  }

  /// The metadata file that a table's catalog line has to name; null where no table is.
  private MetadataFiles.@Nullable Found newest(String name) {
    Path folder = Ownership.folder(warehouse, name);
    LocalFiles files = new LocalFiles(new CheckedFiles(home));
    List<MetadataFiles.Found> all = MetadataFiles.in(folder, files, Set.of());
    List<MetadataFiles.Found> named =
        all.stream().filter(found -> chosen.contains(found.file())).toList();
    if (named.size() == 1) {
      return checked(named.get(0), folder);
    }
    if (all.stream().map(MetadataFiles.Found::id).distinct().count() > 1) {
      throw several("there are metadata files of several tables", folder, newestOfEach(all));
    }
    MetadataFiles.Found newest = all.stream().max(MetadataFiles.Found.AGE).orElse(null);
    if (newest == null) {
      return null;
    }
    List<MetadataFiles.Found> equal =
        all.stream()
            .filter(each ->
                each.table().lastSequenceNumber() == newest.table().lastSequenceNumber()
                    && current(each) != current(newest))
            .toList();
    if (!equal.isEmpty()) {
      List<MetadataFiles.Found> both = new ArrayList<>(equal);
      both.add(newest);
      throw several("several metadata files are the newest", folder, both);
    }
    return checked(newest, folder);
  }

  private static long current(MetadataFiles.Found found) {
    Snapshot current = found.table().currentSnapshot();
    return current == null ? -1 : current.snapshotId();
  }

  private static List<MetadataFiles.Found> newestOfEach(List<MetadataFiles.Found> all) {
    Map<String, MetadataFiles.Found> newest = new HashMap<>();
    for (MetadataFiles.Found each : all) {
      newest.merge(
          each.id(),
          each,
          (one, other) -> MetadataFiles.Found.AGE.compare(one, other) < 0 ? other : one);
    }
    return List.copyOf(newest.values());
  }

  private static TrailhouseException several(
      String problem, Path folder, List<MetadataFiles.Found> found) {
    String each =
        found.stream()
            .map(one ->
                "%s (%,d rows, last changed %s)"
                    .formatted(
                        one.file(),
                        rows(one.table()),
                        Instant.ofEpochMilli(one.table().lastUpdatedMillis())))
            .sorted()
            .collect(Collectors.joining("; "));
    return new TrailhouseException(
        Code.WRONG_USE,
        problem + ": " + each,
        folder.toString(),
        "Nothing was changed. Say which one is right: trailhouse lake register --metadata FILE");
  }

  /// The metadata must be of files that lie where it says.
  private MetadataFiles.Found checked(MetadataFiles.Found found, Path folder) {
    Path place = LocalFiles.path(found.table().location());
    if (!Ownership.isSame(place, folder)) {
      throw Lost.moved(home, place, folder, null);
    }
    Snapshot current = found.table().currentSnapshot();
    if (current != null && !Files.exists(LocalFiles.path(current.manifestListLocation()))) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "the newest metadata names a file that is not there",
          current.manifestListLocation(),
          "Put the file back from a backup, or name an older metadata file whose files are there"
              + " with --metadata FILE");
    }
    return found;
  }
}
