package io.trailhouse.lake.catalog;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether this user may read what a home is made of. The system says of a file in a folder that
/// cannot be entered that it is not there; people would go and look for a lost disk.
final class Permission {
  private Permission() {}

  /// @param configured the warehouse, where the catalog does not name another
  /// @throws TrailhouseException with HOME_UNUSABLE that names the first file or folder which may
  ///   not be read
  static void require(Path home, Path configured) {
    require(home.resolve(LakeCatalog.FILE));
    String known = LakeCatalog.propertyOf(home, Ownership.WAREHOUSE);
    Path warehouse = known == null ? configured : Path.of(known);
    require(WarehouseMarker.in(warehouse));
    for (String table : Ownership.TABLES) {
      Path folder = Ownership.folder(warehouse, table);
      require(folder.resolve("metadata"));
      require(folder.resolve("data"));
    }
  }

  private static void require(Path path) {
    Path denied = denied(path);
    if (denied != null) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "this user may not read "
              + (denied.equals(path) || !Files.isDirectory(denied)
                  ? "it"
                  : "what is in this folder")
              + ": permission denied",
          denied.toString(),
          "Nothing was changed and nothing is lost. Let the user "
              + System.getProperty("user.name")
              + " read the home folder, its catalog and its warehouse, or run this as their owner");
    }
  }

  /// The first on the way to a path that cannot be entered, or the path itself when it cannot be
  /// read; null when all that is there can be.
  private static @Nullable Path denied(Path path) {
    List<Path> way = new ArrayList<>();
    for (Path each = path.getParent(); each != null; each = each.getParent()) {
      way.add(each);
    }
    Collections.reverse(way);
    for (Path each : way) {
      if (!Files.exists(each)) {
        return null;
      }
      if (Files.isDirectory(each) && !Files.isExecutable(each)) {
        return each;
      }
    }
    return Files.exists(path) && !Files.isReadable(path) ? path : null;
  }
}
