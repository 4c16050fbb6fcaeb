package io.trailhouse.lake.catalog;

import io.trailhouse.lake.parquet.CheckedFiles;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalog of a home: one SQLite file. Every table that it hands out commits through
/// [GuardedOperations].
final class LakeCatalog extends JdbcCatalog {
  static final String FILE = "catalog.db";

  private static final Logger LOG = LoggerFactory.getLogger("trailhouse");

  /// A clock that is off by less is nobody's concern.
  private static final Duration TOLD = Duration.ofMinutes(1);

  private final CheckedFiles checked;
  private final LocalFiles files;
  private final Path home;
  private final boolean readOnly;
  private final InstantSource clock;
  private final AtomicBoolean clockTold = new AtomicBoolean();
  private volatile @Nullable HomeGuard guard;

  private LakeCatalog(CheckedFiles checked, Path home, boolean readOnly, InstantSource clock) {
    this(checked, new LocalFiles(checked), home, readOnly, clock);
  }

  private LakeCatalog(
      CheckedFiles checked, LocalFiles files, Path home, boolean readOnly, InstantSource clock) {
    super(properties -> files, null, !readOnly);
    this.checked = checked;
    this.files = files;
    this.home = home;
    this.readOnly = readOnly;
    this.clock = clock;
  }

  /// Opens the catalog of a home folder; makes it when it may be written and is not there. Its
  /// clock is the system's, which Iceberg asks by itself: with another one the two would differ.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when it is no catalog
  static LakeCatalog open(Path home, Path warehouse, boolean readOnly) {
    return open(home, warehouse, readOnly, InstantSource.system());
  }

  static LakeCatalog open(Path home, Path warehouse, boolean readOnly, InstantSource clock) {
    CheckedFiles checked = new CheckedFiles(home);
    LakeCatalog catalog = new LakeCatalog(checked, home, readOnly, clock);
    Map<String, String> properties = new HashMap<>();
    Path file = home.resolve(FILE).toAbsolutePath();
    properties.put(CatalogProperties.URI, "jdbc:sqlite:" + file);
    properties.put("jdbc.busy_timeout", "30000");
    if (readOnly) {
      properties.put("jdbc.open_mode", "1"); // SQLITE_OPEN_READONLY
    }
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse.toAbsolutePath().toString());
    properties.put(CatalogProperties.CLIENT_POOL_SIZE, "2");
    properties.put("jdbc.schema-version", "V1");
    try {
      catalog.initialize("trailhouse", properties);
    } catch (RuntimeException e) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the catalog cannot be opened: " + deepest(e),
          file.toString(),
          "Choose another home with --home DIR, or see that this file is whole and writable. When"
              + " it is lost, move it away and run trailhouse lake register",
          e);
    }
    return catalog;
  }

  private static String deepest(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /// From now on commits and new files need the home as it was found.
  void guardBy(HomeGuard found) {
    guard = found;
    files.guardBy(found);
  }

  LocalFiles files() {
    return files;
  }

  CheckedFiles checked() {
    return checked;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  long now() {
    return clock.millis();
  }

  /// @throws TrailhouseException with HOME_UNUSABLE when nothing may be committed here
  void requireWritable() {
    if (readOnly) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "this home can only be read",
          home.toString(),
          "Make the home folder, its catalog and its warehouse writable for this user; it can"
              + " be asked as it is: query, search, show and export");
    }
    requireThere();
  }

  /// @throws TrailhouseException with HOME_UNUSABLE when the home has gone since it was opened
  void requireThere() {
    HomeGuard found = guard;
    if (found != null) {
      found.check();
    }
  }

  /// Says once that the clock is behind the table's last commit.
  void tellClock(String table, long last, long now) {
    if (last - now > TOLD.toMillis() && !clockTold.getAndSet(true)) {
      LOG.warn(
          "the clock says {}, but the last commit to {} was made at {}: commits get that time until"
              + " the clock has passed it. Set this machine's clock right if it is behind; if it"
              + " was ahead then, there is nothing to do",
          Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.SECONDS),
          table,
          Instant.ofEpochMilli(last).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /// The lake that a home's catalog knows; null when it knows none or cannot be read.
  static @Nullable String lakeOf(Path home) {
    return propertyOf(home, Ownership.LAKE);
  }

  /// What a home's catalog says of itself; null when it does not or cannot be read.
  static @Nullable String propertyOf(Path home, String key) {
    Properties readOnly = new Properties();
    readOnly.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
    String sql = "SELECT property_value FROM iceberg_namespace_properties WHERE property_key = ?";
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve(FILE), readOnly);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException e) {
      return null;
    }
  }

  /// Whether it has a line for a table; opens no file.
  boolean knows(TableIdentifier name) {
    return namespaceExists(name.namespace()) && listTables(name.namespace()).contains(name);
  }

  /// The metadata file that it has for a table; null when it does not know the table.
  @Nullable Path metadataOf(TableIdentifier name) {
    String sql =
        "SELECT metadata_location FROM iceberg_tables WHERE table_namespace = ? AND table_name = ?";
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(FILE));
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name.namespace().toString());
      statement.setString(2, name.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? LocalFiles.path(row.getString(1)) : null;
      }
    } catch (SQLException e) {
      return null;
    }
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier name) {
    return new GuardedOperations(super.newTableOps(name), this, name.name());
  }
}
