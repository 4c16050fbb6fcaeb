package io.trailhouse.lake;

import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
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
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.JdbcCatalog;

/// The embedded lake: a catalog in one SQLite file and the tables' files in a folder beside it.
public final class Lake implements AutoCloseable {
  /// The version of the table's contract that this program writes (`docs/spec/table.md`).
  public static final int TABLE_VERSION = 1;

  static final String VERSION_PROPERTY = "trailhouse.table-version";

  private static final Namespace NAMESPACE = Namespace.of("cloudtrail");
  private static final TableIdentifier EVENTS = TableIdentifier.of(NAMESPACE, "events");
  private static final TableIdentifier LOG_FILES = TableIdentifier.of(NAMESPACE, "log_files");
  private static final TableIdentifier FINDINGS = TableIdentifier.of(NAMESPACE, "findings");

  private final JdbcCatalog catalog;
  private final Path home;
  private final Tenants tenants;
  private final CheckedFiles checked;

  private Lake(JdbcCatalog catalog, Path home, Tenants tenants, CheckedFiles checked) {
    this.catalog = catalog;
    this.checked = checked;
    this.home = home;
    this.tenants = tenants;
  }

  /// Opens the lake in a home folder; makes folder and catalog when they are not there.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when the folder cannot be written
  public static Lake open(Path home) {
    return open(home, home.resolve("warehouse"));
  }

  /// Opens the lake in a home folder whose new tables are made in another folder.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when one of them cannot be written
  public static Lake open(Path named, Path warehouseNamed) {
    Path home = plain(named);
    Path warehouse = plain(warehouseNamed);
    require(home, "home folder", "Choose another with --home DIR, or make this one writable");
    require(warehouse, "warehouse", "Choose another as lake.warehouse, or make this one writable");
    Tenants tenants = Tenants.join(home);
    CheckedFiles checked = new CheckedFiles(home);
    try {
      JdbcCatalog catalog = OneAtATime.in(home, () -> connect(home, warehouse, checked));
      return new Lake(catalog, home, tenants, checked);
    } catch (RuntimeException e) {
      tenants.close();
      throw e;
    }
  }

  /// The name that the table keeps. Steps upward stay, because a link may stand before them.
  private static Path plain(Path named) {
    Path absolute = named.toAbsolutePath();
    for (Path step : absolute) {
      if (step.toString().equals("..")) {
        return absolute;
      }
    }
    return absolute.normalize();
  }

  private static void require(Path folder, String name, String remedy) {
    try {
      if (Files.isRegularFile(folder)) {
        throw new FileAlreadyExistsException(folder.toString());
      }
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new AccessDeniedException(folder.toString());
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
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof FileAlreadyExistsException) {
      return "a file of that name stands there";
    }
    return problem instanceof FileSystemException named
        ? Objects.requireNonNullElse(named.getReason(), "the system refuses it")
        : String.valueOf(problem.getMessage());
  }

  private static String deepest(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /// Whether a home folder has a catalog already.
  public static boolean isThere(Path home) {
    return Files.isRegularFile(home.resolve("catalog.db"));
  }

  private static JdbcCatalog connect(Path home, Path warehouse, CheckedFiles checked) {
    JdbcCatalog catalog = new JdbcCatalog(properties -> new LocalFiles(checked), null, true);
    Map<String, String> properties = new HashMap<>();
    properties.put(
        CatalogProperties.URI, "jdbc:sqlite:" + home.resolve("catalog.db").toAbsolutePath());
    properties.put("jdbc.busy_timeout", "30000");
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse.toAbsolutePath().toString());
    properties.put(CatalogProperties.CLIENT_POOL_SIZE, "2");
    properties.put("jdbc.schema-version", "V1");
    try {
      catalog.initialize("trailhouse", properties);
    } catch (RuntimeException e) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the catalog cannot be opened: " + deepest(e),
          home.resolve("catalog.db").toAbsolutePath().toString(),
          "Choose another home with --home DIR, or see that this file is whole and writable",
          e);
    }
    return catalog;
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
    return table(LOG_FILES, Ledger.SCHEMA);
  }

  /// The table `findings`: a row for each finding and for each change of one; made when it is not
  /// there. [FindingTable] says what its rows mean.
  public Table findings() {
    return table(FINDINGS, FindingRows.SCHEMA);
  }

  /// Looks through data files that another engine is to read, each once as long as it stays as it
  /// is: that engine checks nothing.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED for one that is gone or not what was written
  public void requireWhole(List<String> locations) {
    try {
      checked.requireAll(locations.stream().map(LocalFiles::path).toList());
    } catch (NotFoundException e) {
      throw Causes.of(e, home.toString()).orElseThrow(() -> e);
    }
  }

  /// Adds to the ledger what a crash has left out.
  public void catchUpLedger() {
    Ledger.open(logFiles(), events());
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
    try {
      return catalog.loadTable(name);
    } catch (NoSuchTableException e) {
      return OneAtATime.in(home, () -> createUnlessThere(name, schema));
    }
  }

  /// Another process may have been faster.
  private Table createUnlessThere(TableIdentifier name, Schema schema) {
    if (!catalog.namespaceExists(NAMESPACE)) {
      catalog.createNamespace(NAMESPACE);
    }
    return catalog.tableExists(name) ? catalog.loadTable(name) : create(name, schema);
  }

  private Table create(TableIdentifier name, Schema schema) {
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
      properties.put("write.metadata.metrics.column." + FindingRows.JSON_COLUMN, "counts");
    }
    return catalog
        .buildTable(name, schema)
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
