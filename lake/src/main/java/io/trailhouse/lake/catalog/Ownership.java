package io.trailhouse.lake.catalog;

import io.trailhouse.lake.parquet.CheckedFiles;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/// Which catalog a warehouse belongs to. The catalog and the marker of the warehouse name the same
/// lake, or nothing is read or written: with a catalog that is lost, empty or another's, a table
/// looks empty, a second one grows in its folder, and upkeep takes the first one's files for
/// orphans.
final class Ownership {
  static final Namespace NAMESPACE = Namespace.of("cloudtrail");
  static final List<String> TABLES = List.of("events", "log_files", "findings");

  /// Properties of the catalog's namespace.
  static final String LAKE = "trailhouse.lake";

  static final String WAREHOUSE = "trailhouse.warehouse";

  private final LakeCatalog catalog;
  private final Path home;
  private final Path configured;

  /// @param configured where the tables of a new lake are made
  Ownership(LakeCatalog catalog, Path home, Path configured) {
    this.catalog = catalog;
    this.home = home;
    this.configured = configured;
  }

  static TableIdentifier identifier(String table) {
    return TableIdentifier.of(NAMESPACE, table);
  }

  static Path folder(Path warehouse, String table) {
    return warehouse.resolve(NAMESPACE.toString()).resolve(table);
  }

  /// Whether a home has a catalog with something in it.
  static boolean hasCatalog(Path home) {
    try {
      return Files.size(home.resolve(LakeCatalog.FILE)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// Refuses a home without a catalog whose warehouse has tables already.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE
  static void requireNothingLost(Path home, Path warehouse) {
    if (hasCatalog(home)) {
      return;
    }
    WarehouseMarker marker = WarehouseMarker.read(warehouse);
    boolean tables = TABLES.stream().anyMatch(name -> MetadataFiles.any(folder(warehouse, name)));
    if (marker != null && isInUse(marker, home)) {
      throw ofAnother(marker.home(), warehouse);
    }
    if ((tables && !areEmpty(home, warehouse)) || (marker != null && !marker.tables().isEmpty())) {
      throw Lost.catalog(home, warehouse);
    }
  }

  /// Whether no metadata there tells of a commit, as after a kill while the first table was made.
  private static boolean areEmpty(Path home, Path warehouse) {
    LocalFiles files = new LocalFiles(new CheckedFiles(home));
    return TABLES.stream()
        .allMatch(name -> MetadataFiles.in(folder(warehouse, name), files, Set.of()).isEmpty());
  }

  /// What the catalog says of itself; both null for one of before there were marks.
  private record Mark(@Nullable String lake, @Nullable String warehouse) {}

  private Mark mark() {
    try {
      Map<String, String> properties = catalog.loadNamespaceMetadata(NAMESPACE);
      return new Mark(properties.get(LAKE), properties.get(WAREHOUSE));
    } catch (NoSuchNamespaceException e) {
      return new Mark(null, null);
    }
  }

  /// Finds whose catalog and warehouse are, without writing anything.
  ///
  /// @return null for a lake of before there were marks
  /// @throws TrailhouseException with HOME_UNUSABLE when they do not belong together
  @Nullable HomeGuard look() {
    Mark mark = mark();
    if (mark.lake() == null || mark.warehouse() == null) {
      return null;
    }
    Path warehouse = Path.of(mark.warehouse());
    WarehouseMarker marker = WarehouseMarker.read(warehouse);
    if (marker == null) {
      if (knowsTables() && isEmpty(warehouse)) {
        throw Lost.warehouse(home, warehouse, configured);
      }
      return null;
    }
    requireOurs(mark.lake(), marker, warehouse);
    if (!catalog.isReadOnly() && !marker.home().equals(home) && !isSame(marker.home(), home)) {
      marker.ofHome(home).write(warehouse); // the home has moved
    }
    return HomeGuard.of(mark.lake(), home, warehouse);
  }

  /// The same for somebody who writes: marks what bears no mark yet. Not for two at once in a home.
  HomeGuard settle() {
    HomeGuard known = look();
    if (known != null) {
      return known;
    }
    Mark mark = mark();
    Map<String, String> tables = tables();
    Path warehouse = mark.warehouse() == null ? placeOf(tables) : Path.of(mark.warehouse());
    if (tables.isEmpty()) {
      Lake.requireWarehouse(warehouse);
    }
    return HomeLock.in(warehouse, () -> marked(mark, warehouse, tables));
  }

  private HomeGuard marked(Mark mark, Path warehouse, Map<String, String> tables) {
    WarehouseMarker marker = WarehouseMarker.read(warehouse);
    if (marker == null) {
      requireUnmarked(warehouse, tables);
    } else {
      requireSame(marker, warehouse, tables);
    }
    String lake = mark.lake();
    if (lake == null) {
      lake = marker == null ? UUID.randomUUID().toString() : marker.lake();
      write(lake, warehouse);
    }
    new WarehouseMarker(lake, home, tables).write(warehouse);
    return HomeGuard.of(lake, home, warehouse);
  }

  /// Writes into the catalog whose it is.
  void write(String lake, Path warehouse) {
    Map<String, String> mark = Map.of(LAKE, lake, WAREHOUSE, warehouse.toString());
    if (catalog.namespaceExists(NAMESPACE)) {
      catalog.setProperties(NAMESPACE, mark);
    } else {
      catalog.createNamespace(NAMESPACE, mark);
    }
  }

  private boolean knowsTables() {
    return TABLES.stream().anyMatch(name -> catalog.knows(identifier(name)));
  }

  /// The ids of the tables that the catalog knows.
  private Map<String, String> tables() {
    Map<String, String> ids = new HashMap<>();
    for (String name : TABLES) {
      if (catalog.knows(identifier(name))) {
        ids.put(name, String.valueOf(load(name).uuid()));
      }
    }
    return ids;
  }

  private Table load(String name) {
    try {
      return catalog.loadTable(identifier(name));
    } catch (NotFoundException e) {
      throw notThere(name, e);
    }
  }

  TrailhouseException notThere(String name, NotFoundException problem) {
    return Lost.table(name, String.valueOf(problem.getMessage()), home, configured, problem);
  }

  /// Where a lake without marks has its tables.
  private Path placeOf(Map<String, String> tables) {
    for (String name : TABLES) {
      if (tables.containsKey(name)) {
        Path above = LocalFiles.path(load(name).location()).getParent();
        Path warehouse = above == null ? null : above.getParent();
        return warehouse == null ? configured : warehouse;
      }
    }
    return configured;
  }

  private static boolean isEmpty(Path warehouse) {
    return TABLES.stream().noneMatch(name -> MetadataFiles.any(folder(warehouse, name)));
  }

  /// A warehouse without a mark is taken when nothing in it is of a table that the catalog does not
  /// know, and no other home's catalog lies beside it.
  private void requireUnmarked(Path warehouse, Map<String, String> tables) {
    Path beside = warehouse.getParent();
    if (!tables.isEmpty()
        && beside != null
        && warehouse.endsWith("warehouse")
        && hasCatalog(beside)
        && !isSame(beside, home)) {
      throw copied(beside, warehouse);
    }
    for (String name : TABLES) {
      Path folder = folder(warehouse, name);
      for (MetadataFiles.Found found : MetadataFiles.in(folder, catalog.files(), Set.of())) {
        if (!found.id().equals(tables.get(name))) {
          throw tables.containsKey(name)
              ? Lost.foreign(name, found.file())
              : Lost.row(name, home, folder);
        }
      }
    }
  }

  /// A catalog without a mark beside a warehouse that has one: put back from a backup, or killed
  /// between the two.
  private void requireSame(WarehouseMarker marker, Path warehouse, Map<String, String> tables) {
    if (isInUse(marker, home)) {
      throw ofAnother(marker.home(), warehouse);
    }
    marker
        .tables()
        .forEach((name, id) -> {
          if (!id.equals(tables.get(name))) {
            throw Lost.row(name, home, folder(warehouse, name));
          }
        });
  }

  private void requireOurs(String lake, WarehouseMarker marker, Path warehouse) {
    if (!marker.lake().equals(lake)) {
      throw ofAnother(marker.home(), warehouse);
    }
    if (isInUse(marker, home)) {
      throw copied(marker.home(), warehouse);
    }
  }

  /// Whether another home than this one is there that has the lake of a marker.
  static boolean isInUse(WarehouseMarker marker, Path home) {
    return !isSame(marker.home(), home)
        && hasCatalog(marker.home())
        && marker.lake().equals(LakeCatalog.lakeOf(marker.home()));
  }

  static boolean isSame(Path one, Path other) {
    try {
      return one.equals(other) || Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  static TrailhouseException ofAnother(Path other, Path warehouse) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the warehouse belongs to another home: " + other,
        warehouse.toString(),
        "Use that home with --home "
            + other
            + ", or name another folder as lake.warehouse. If that"
            + " home is lost for good, trailhouse lake register takes its tables over");
  }

  private TrailhouseException copied(Path other, Path warehouse) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "this home is a copy of " + other + " and would write to the same tables",
        home + " and " + warehouse,
        "Use --home "
            + other
            + ". A copy cannot be used beside its original: the catalog knows its"
            + " files by their full paths");
  }

  /// The checks of one table when it is first opened.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when the catalog is not the table's
  void verify(String name, Table table, HomeGuard guard) {
    WarehouseMarker marker = WarehouseMarker.read(guard.warehouse());
    String id = marker == null ? null : marker.tables().get(name);
    if (id != null && !id.equals(String.valueOf(table.uuid()))) {
      throw Lost.foreign(name, folder(guard.warehouse(), name));
    }
    if (id == null && marker != null && !catalog.isReadOnly()) {
      remember(name, table, guard);
    }
    requireNewest(name, table);
  }

  /// Writes the id of a table that was made into the marker.
  void remember(String name, Table table, HomeGuard guard) {
    HomeLock.in(
        home,
        () -> {
          guard.requireMarker();
          WarehouseMarker marker = WarehouseMarker.read(guard.warehouse());
          if (marker != null) {
            marker.with(name, String.valueOf(table.uuid())).write(guard.warehouse());
          }
          return true;
        });
  }

  /// A catalog that was put back from a backup is older than the table: the next commit would make
  /// a second history beside the first.
  private void requireNewest(String name, Table table) {
    List<Path> listed = MetadataFiles.laterThan(LocalFiles.path(table.location()), version(table));
    if (listed.isEmpty()) {
      return;
    }
    table.refresh(); // after the listing: what somebody has committed meanwhile is known now
    for (Path file : listed) {
      MetadataFiles.Found later =
          MetadataFiles.isLater(file, version(table))
              ? MetadataFiles.read(file, catalog.files())
              : null;
      if (later != null
          && later.own()
          && later.id().equals(String.valueOf(table.uuid()))
          && later.table().lastSequenceNumber()
              > ((BaseTable) table).operations().current().lastSequenceNumber()) {
        throw Lost.stale(name, home, file);
      }
    }
  }

  private static int version(Table table) {
    String file = ((BaseTable) table).operations().current().metadataFileLocation();
    return MetadataFiles.versionOf(LocalFiles.path(file));
  }

  /// @throws TrailhouseException with HOME_UNUSABLE where metadata of a table lies that the catalog
  ///   does not know: no second one is made there
  void requireNone(String name, HomeGuard guard) {
    WarehouseMarker marker = WarehouseMarker.read(guard.warehouse());
    Path folder = folder(guard.warehouse(), name);
    if ((marker != null && marker.tables().containsKey(name))
        || !MetadataFiles.in(folder, catalog.files(), Set.of()).isEmpty()) {
      throw Lost.row(name, home, folder);
    }
  }
}
