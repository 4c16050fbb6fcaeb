package io.trailhouse.lake.catalog;

import io.trailhouse.lake.parquet.CheckedFiles;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
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
/// catalog that is lost, empty or older than the tables. Changes no file of a table; metadata that
/// is newer than what is taken gets another name.
public final class LakeRegister {
  /// What is put behind the name of a metadata file that is newer than the one that was taken.
  private static final String GIVEN_UP = ".given-up";

  private final Path home;
  private final Path warehouse;
  private final Set<Path> chosen;
  private final boolean older;

  /// @param chosen metadata files to take, where somebody has decided which
  public LakeRegister(Path home, Path warehouse, Set<Path> chosen) {
    this(home, warehouse, chosen, false);
  }

  /// @param older whether a chosen file may be older than another one that is whole: what came
  ///   after it is given up
  public LakeRegister(Path home, Path warehouse, Set<Path> chosen, boolean older) {
    this.older = older;
    this.home = Lake.plain(home);
    this.warehouse = Lake.plain(warehouse);
    this.chosen = chosen.stream().map(Lake::plain).collect(Collectors.toSet());
  }

  /// What has become of a table.
  ///
  /// @param name the table's name
  /// @param file the metadata file that the catalog has now
  /// @param rows how many rows the table has
  /// @param givenUp how many rows it has less than its newest state, which was not taken
  /// @param changed whether the catalog had another one before, or none
  public record Registered(String name, Path file, long rows, long givenUp, boolean changed) {}

  /// Takes each table that is there.
  ///
  /// @return the tables; none when none is there
  /// @throws TrailhouseException with HOME_UNUSABLE when another home has them or this one is in
  ///   use, with WRONG_USE when it cannot be told which metadata is right
  public List<Registered> run() {
    Permission.require(home, warehouse);
    Neighbours.requireNone(home, warehouse);
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
    try (SharedHomeLock tenants = SharedHomeLock.join(home)) {
      if (!tenants.alone(() -> done.addAll(HomeLock.in(home, this::register)))) {
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
    matchLedger(newest);
    if (newest.isEmpty()) {
      return List.of();
    }
    try (LakeCatalog catalog = LakeCatalog.open(home, warehouse, false)) {
      return enter(catalog, newest);
    }
  }

  /// Goes back with the ledger as far as with `events`.
  private void matchLedger(Map<String, MetadataFiles.Found> taken) {
    MetadataFiles.Found events = taken.get("events");
    MetadataFiles.Found ledger = taken.get("log_files");
    if (events != null && ledger != null) {
      List<MetadataFiles.Found> states =
          chosen.contains(ledger.file())
              ? List.of(ledger)
              : all("log_files").stream().filter(each -> each.id().equals(ledger.id())).toList();
      taken.put("log_files", checked(LedgerMatch.choose(events, states), "log_files"));
    }
  }

  private List<MetadataFiles.Found> all(String name) {
    LocalFiles files = new LocalFiles(new CheckedFiles(home));
    return MetadataFiles.in(Ownership.folder(warehouse, name), files, Set.of()).stream()
        .filter(MetadataFiles.Found::own)
        .toList();
  }

  /// Takes newer states of a table out of the way: their files get another ending, under which
  /// nobody takes them for the table's.
  ///
  /// @return how many rows the newest of them has more
  private long giveUpNewer(String name, MetadataFiles.Found taken) {
    List<MetadataFiles.Found> newer =
        all(name).stream()
            .filter(each ->
                each.id().equals(taken.id())
                    && each.table().lastSequenceNumber() > taken.table().lastSequenceNumber())
            .toList();
    for (MetadataFiles.Found each : newer) {
      Path file = each.file();
      try {
        Files.move(file, file.resolveSibling(file.getFileName() + GIVEN_UP));
      } catch (IOException e) {
        throw Causes.unchecked(e, file.toString());
      }
    }
    return newer.stream()
        .filter(LedgerMatch::isThere)
        .max(MetadataFiles.Found.AGE)
        .map(each -> Math.max(0, rows(each.table()) - rows(taken.table())))
        .orElse(0L);
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
        long givenUp = giveUpNewer(name, found);
        done.add(new Registered(name, found.file(), rows(found.table()), givenUp, !same));
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
    List<MetadataFiles.Found> all = all(name);
    List<MetadataFiles.Found> named =
        all.stream().filter(found -> chosen.contains(found.file())).toList();
    if (named.size() == 1) {
      requireNewestOrTwice(named.get(0), all);
      return checked(named.get(0), name);
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
    return checked(newest, name);
  }

  /// An older state is only taken by somebody who knows of the newer one.
  private void requireNewestOrTwice(MetadataFiles.Found named, List<MetadataFiles.Found> all) {
    MetadataFiles.Found newer =
        all.stream()
            .filter(each ->
                each.id().equals(named.id())
                    && each.table().lastSequenceNumber() > named.table().lastSequenceNumber()
                    && LedgerMatch.isThere(each))
            .max(MetadataFiles.Found.AGE)
            .orElse(null);
    if (newer != null && !older) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "a newer state of this table is there, and whole: %s (%s; this one has %s)"
              .formatted(
                  newer.file(),
                  Counted.of(rows(newer.table()), "row"),
                  Counted.of(rows(named.table()), "row")),
          named.file().toString(),
          "Nothing was changed. Leave --metadata away to take the newest. To give up what came"
              + " after this one, say --older as well; log files whose events go are read again by"
              + " the next import");
    }
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
  private MetadataFiles.Found checked(MetadataFiles.Found found, String name) {
    Path folder = Ownership.folder(warehouse, name);
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
