package io.trailhouse.lake.catalog;

import io.trailhouse.lake.parquet.CheckedFiles;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/// The embedded lake: a catalog in one SQLite file and the tables' files in a folder beside it.
public final class Lake implements AutoCloseable {
  /// The version of the table's contract that this program writes (`docs/spec/table.md`).
  public static final int TABLE_VERSION = 1;

  static final String VERSION_PROPERTY = "trailhouse.table-version";

  private static final TableIdentifier EVENTS = Ownership.identifier("events");
  private static final TableIdentifier LOG_FILES = Ownership.identifier("log_files");
  private static final TableIdentifier FINDINGS = Ownership.identifier("findings");

  private final LakeCatalog catalog;
  private final Path home;
  private final SharedHomeLock tenants;
  private final Ownership ownership;
  private final CheckedFiles checked;

  /// Null where a lake of before there were marks can only be read.
  private final @Nullable HomeGuard guard;

  private final Set<String> verified = ConcurrentHashMap.newKeySet();

  private Lake(LakeCatalog catalog, Path home, Path warehouse, SharedHomeLock tenants) {
    this.catalog = catalog;
    this.checked = catalog.checked();
    this.home = home;
    this.tenants = tenants;
    this.ownership = new Ownership(catalog, home, warehouse);
    this.guard = catalog.isReadOnly() ? ownership.look() : ownership.settle();
    if (guard != null) {
      catalog.guardBy(guard);
    }
  }

  /// Opens the lake in a home folder; makes folder and catalog when they are not there.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when the folder cannot be written
  public static Lake open(Path home) {
    return open(home, home.resolve("warehouse"));
  }

  /// Opens the lake in a home folder whose new tables are made in another folder.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when one of them cannot be written, and when
  ///   catalog and tables do not belong together, or lie among those of another lake
  public static Lake open(Path named, Path warehouseNamed) {
    Path home = plain(named);
    Path warehouse = plain(warehouseNamed);
    Permission.require(home, warehouse);
    Ownership.requireNothingLost(home, warehouse);
    Neighbours.requireNone(home, warehouse);
    require(home, "home folder", "Choose another with --home DIR, or make this one writable");
    if (Files.exists(warehouse) || !Ownership.hasCatalog(home)) { // else it may be unmounted
      requireWarehouse(warehouse);
    }
    SharedHomeLock tenants = SharedHomeLock.join(home);
    try {
      return HomeLock.in(
          home,
          () -> {
            Ownership.requireNothingLost(home, warehouse);
            return opened(home, warehouse, false, tenants);
          });
    } catch (RuntimeException e) {
      tenants.close();
      throw e;
    }
  }

  /// Opens the lake in a home folder that is there, to read it: nothing is written where that is
  /// not allowed, or where the lake lies among the files of another, and a commit is refused then.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is none, with HOME_UNUSABLE when catalog
  ///   and tables do not belong together
  public static Lake openToRead(Path named, Path warehouseNamed) {
    Path home = plain(named);
    Path warehouse = plain(warehouseNamed);
    requireThere(home, warehouse);
    if (Files.isWritable(home)
        && Files.isWritable(home.resolve(LakeCatalog.FILE))
        && (Files.isWritable(warehouse) || !Files.exists(warehouse))
        && Neighbours.problem(home, warehouse) == null) {
      return open(home, warehouse);
    }
    SharedHomeLock tenants = SharedHomeLock.join(home);
    try {
      return opened(home, warehouse, true, tenants);
    } catch (RuntimeException e) {
      tenants.close();
      throw e;
    }
  }

  private static Lake opened(Path home, Path warehouse, boolean readOnly, SharedHomeLock tenants) {
    LakeCatalog catalog = LakeCatalog.open(home, warehouse, readOnly);
    try {
      return new Lake(catalog, home, warehouse, tenants);
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  /// Refuses a home folder that nobody has imported into.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is nothing, with HOME_UNUSABLE when
  ///   there are tables without a catalog
  public static void requireThere(Path named, Path warehouse) {
    Path home = plain(named);
    if (Files.exists(home) && !Files.isDirectory(home)) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the home folder is a file",
          home.toString(),
          "Name a folder with --home DIR");
    }
    Permission.require(home, plain(warehouse));
    Ownership.requireNothingLost(home, plain(warehouse));
    if (!Ownership.hasCatalog(home)) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "nothing has been imported here yet",
          home.toString(),
          "Import log files first: trailhouse import FOLDER (or trailhouse demo), or name another"
              + " home with --home DIR");
    }
  }

  /// The name that the table keeps. Steps upward stay, because a link may stand before them.
  static Path plain(Path named) {
    Path absolute = named.toAbsolutePath();
    for (Path step : absolute) {
      if (step.toString().equals("..")) {
        return absolute;
      }
    }
    return absolute.normalize();
  }

  /// Says of a warehouse what opening a lake there would say of its folder, and makes nothing.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when it cannot be made or written, and when it
  ///   is the home folder
  public static void requireWarehouseIn(Path named, Path warehouseNamed) {
    Path warehouse = plain(warehouseNamed);
    if (warehouse.equals(plain(named))) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the warehouse is the home folder itself",
          warehouse.toString(),
          "Choose another as lake.warehouse");
    }
    Path there = warehouse;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          Files.isDirectory(there)
              ? "the warehouse cannot be made or written: permission denied"
              : "the warehouse cannot be made: " + there + " is no folder",
          warehouse.toString(),
          "Choose another as lake.warehouse, or make this one writable");
    }
  }

  static void requireWarehouse(Path folder) {
    require(folder, "warehouse", "Choose another as lake.warehouse, or make this one writable");
  }

  static void require(Path folder, String name, String remedy) {
    try {
      if (Files.isRegularFile(folder)) {
        throw new FileAlreadyExistsException(folder.toString());
      }
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        boolean isOfDisk = Files.getFileStore(folder).isReadOnly();
        throw isOfDisk
            ? new FileSystemException(folder.toString(), null, "Read-only file system")
            : new AccessDeniedException(folder.toString());
      }
    } catch (IOException e) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the " + name + " cannot be made or written: " + reason(e),
          folder.toAbsolutePath().toString(),
          remedy,
          e);
    }
  }

  private static String reason(IOException problem) {
    return problem instanceof FileAlreadyExistsException
        ? "a file of that name stands there"
        : FileReason.of(problem);
  }

  /// Whether it can only be read.
  public boolean isReadOnly() {
    return catalog.isReadOnly();
  }

  /// Refuses to go on where nothing may be written.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when it can only be read
  public void requireWritable() {
    catalog.requireWritable();
  }

  public Path home() {
    return home;
  }

  /// The table `events`; made when it is not there.
  ///
  /// @throws TrailhouseException with TABLE_NEWER when a newer version has written it
  public Table events() {
    return table(EVENTS, EventSchema.schema());
  }

  /// The ledger `log_files`: one row for each log file; made when it is not there.
  public Table logFiles() {
    return table(LOG_FILES, LedgerSchema.SCHEMA);
  }

  /// The table `findings`: a row for each finding and for each change of one; made when it is not
  /// there. [FindingTable] says what its rows mean.
  public Table findings() {
    return table(FINDINGS, FindingSchema.SCHEMA);
  }

  /// The names of the tables that are there; opens none of them.
  public List<String> tables() {
    return Ownership.TABLES.stream()
        .filter(name -> catalog.knows(Ownership.identifier(name)))
        .toList();
  }

  /// One of the tables by its name.
  ///
  /// @throws IllegalArgumentException when a lake has none of that name
  public Table table(String name) {
    return switch (name) {
      case "events" -> events();
      case "log_files" -> logFiles();
      case "findings" -> findings();
      default -> throw new IllegalArgumentException("a lake has no table " + name);
    };
  }

  /// Forgets which data files were found whole, so that each is looked through again: one of them
  /// has decayed below everybody's eyes.
  public void forgetChecked() {
    checked.forget();
  }

  /// Looks through data files that another engine is to read, each once as long as it stays as it
  /// is: that engine checks nothing.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED for one that is gone, not what was written or
  ///   another
  public void requireWhole(List<DataFile> files) {
    Map<Path, CheckedFiles.Meant> meant = new HashMap<>();
    files.forEach(file -> meant.put(LocalFiles.path(file.location()), LocalFiles.meant(file)));
    try {
      checked.requireAll(meant);
    } catch (NotFoundException e) {
      throw Causes.of(e, home.toString()).orElseThrow(() -> e);
    }
  }

  /// Does a step if no other process, and no other lake of this one, has the home folder open;
  /// whoever opens it meanwhile waits for the step's end. What this very lake is used for beside is
  /// the caller's to know.
  ///
  /// @return whether the step was done
  public boolean whileAlone(Runnable step) {
    return tenants.alone(step);
  }

  private Table table(TableIdentifier name, Schema schema) {
    catalog.requireThere();
    Table table = loadOrCreate(name, schema);
    String version = table.properties().getOrDefault(VERSION_PROPERTY, "1");
    if (!version.matches("\\d{1,6}") || Integer.parseInt(version) > TABLE_VERSION) {
      throw new TrailhouseException(
          Code.TABLE_NEWER,
          "the table has version %s, this program knows versions up to %d"
              .formatted(version, TABLE_VERSION),
          name + " in " + home,
          "Use the version of Trailhouse that wrote it, or a newer one");
    }
    return table;
  }

  private Table loadOrCreate(TableIdentifier name, Schema schema) {
    Table table = load(name);
    if (table != null) {
      return table;
    }
    if (catalog.isReadOnly()) {
      return NoTable.of(name.name(), schema, catalog);
    }
    return HomeLock.in(home, () -> createUnlessThere(name, schema));
  }

  private @Nullable Table load(TableIdentifier name) {
    try {
      Table table = catalog.loadTable(name);
      if (guard != null && verified.add(name.name())) {
        verify(name, table, guard);
      }
      return table;
    } catch (NoSuchTableException e) {
      return null;
    } catch (NotFoundException e) {
      throw ownership.notThere(name.name(), e);
    }
  }

  private void verify(TableIdentifier name, Table table, HomeGuard home) {
    try {
      ownership.verify(name.name(), table, home);
    } catch (RuntimeException e) {
      verified.remove(name.name());
      throw e;
    }
  }

  /// Another process may have been faster.
  private Table createUnlessThere(TableIdentifier name, Schema schema) {
    Table there = load(name);
    if (there != null) {
      return there;
    }
    HomeGuard found = Objects.requireNonNull(guard, "whoever writes has one");
    ownership.requireNone(name.name(), found);
    Table table = create(name, schema, found.warehouse());
    ownership.remember(name.name(), table, found);
    return table;
  }

  private Table create(TableIdentifier name, Schema schema, Path warehouse) {
    boolean events = name.equals(EVENTS);
    PartitionSpec spec = events ? EventSchema.partitioning(schema) : PartitionSpec.unpartitioned();
    Map<String, String> properties = new HashMap<>();
    properties.put(TableProperties.FORMAT_VERSION, "2");
    properties.put(VERSION_PROPERTY, Integer.toString(TABLE_VERSION));
    properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
    properties.put(TableProperties.PARQUET_COMPRESSION_LEVEL, "1");
    properties.put(TableProperties.PARQUET_PAGE_SIZE_BYTES, "1048576");
    properties.put(TableProperties.MANIFEST_MIN_MERGE_COUNT, "16");
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
    if (events) {
      for (EventSchema.Node node : EventSchema.FIELDS) {
        if (node.kind() == EventSchema.Kind.JSON) {
          properties.put("write.metadata.metrics.column." + node.column(), "counts");
        }
      }
    }
    if (name.equals(FINDINGS)) {
      properties.put("write.metadata.metrics.column." + FindingSchema.JSON_COLUMN, "counts");
    }
    return catalog
        .buildTable(name, schema)
        .withLocation(Ownership.folder(warehouse, name.name()).toString())
        .withPartitionSpec(spec)
        .withSortOrder(events ? EventSchema.order(schema) : SortOrder.unsorted())
        .withProperties(properties)
        .create();
  }

  @Override
  public void close() {
    catalog.close();
    tenants.close();
  }
}
