package io.trailhouse.lake.catalog;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A home as it was when it was opened. A folder that is deleted, unmounted or replaced under a
/// running program must not come to life again as an empty one, into which events go that then
/// nobody finds.
///
/// @param lake the lake's id
/// @param home the home folder
/// @param warehouse where its tables lie
/// @param catalog what the system knows the catalog's file by; null where it does not tell
record HomeGuard(String lake, Path home, Path warehouse, @Nullable Object catalog) {
  static HomeGuard of(String lake, Path home, Path warehouse) {
    return new HomeGuard(lake, home, warehouse, key(home));
  }

  private static @Nullable Object key(Path home) {
    try {
      return Files.readAttributes(home.resolve(LakeCatalog.FILE), BasicFileAttributes.class)
          .fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /// @throws TrailhouseException with HOME_UNUSABLE when it is not what it was
  void check() {
    if (!Files.exists(home.resolve(LakeCatalog.FILE))) {
      throw gone(home.resolve(LakeCatalog.FILE), null);
    }
    Object now = key(home);
    if (catalog != null && !catalog.equals(now)) {
      throw gone(home.resolve(LakeCatalog.FILE), null);
    }
    requireMarker();
  }

  /// Only whether the warehouse is still this lake's.
  void requireMarker() {
    Path file = WarehouseMarker.in(warehouse);
    WarehouseMarker marker;
    try {
      marker = WarehouseMarker.read(warehouse);
    } catch (TrailhouseException e) {
      throw gone(file, e);
    }
    if (marker == null) {
      throw gone(file, null);
    }
    if (!marker.lake().equals(lake)) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the warehouse belongs to another home now: " + marker.home(),
          warehouse.toString(),
          "Use that home, or name another folder as lake.warehouse");
    }
  }

  private static TrailhouseException gone(Path file, @Nullable Exception cause) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the home folder was deleted, unmounted or replaced while it was in use",
        file.toString(),
        "Bring it back: serve then goes on by itself, and any other command is run again; nothing"
            + " is written to what stands there now",
        cause);
  }
}
