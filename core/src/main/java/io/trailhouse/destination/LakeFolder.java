package io.trailhouse.destination;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder in which a lake keeps what it must not lose, whosever it is: told by what lies in it,
/// not by anybody's configuration.
///
/// @param kind what it is
/// @param folder where it is
public record LakeFolder(Kind kind, Path folder) {
  private static final long LONGEST_MARKER = 1 << 20;

  /// What a folder can be to a lake.
  public enum Kind {
    /// It has a catalog.
    HOME("home folder"),
    /// It has the marker that says whose the tables in it are.
    WAREHOUSE("warehouse"),
    /// It has metadata of a table.
    TABLE("folder of a table");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /// What a folder is to a lake by itself; null when it is nothing.
  public static @Nullable LakeFolder of(Path folder) {
    if (Files.exists(folder.resolve("catalog.db"))
        && (Files.exists(folder.resolve("tenants.lock"))
            || Files.exists(folder.resolve("warehouse")))) {
      return new LakeFolder(Kind.HOME, folder);
    }
    if (isMarker(folder.resolve("lake.json"))) {
      return new LakeFolder(Kind.WAREHOUSE, folder);
    }
    return hasMetadata(folder.resolve("metadata")) ? new LakeFolder(Kind.TABLE, folder) : null;
  }

  /// The real path of what is there of a place, with the names behind it that are not.
  ///
  /// @param place an absolute path
  public static Path realPath(Path place) {
    for (Path there = place; there != null; there = there.getParent()) {
      try {
        return there.toRealPath().resolve(there.relativize(place)).normalize();
      } catch (IOException e) {
        // one further up
      }
    }
    return place;
  }

  /// All such folders that a folder is or lies in, the nearest first.
  ///
  /// @param real by its real path, as far as it is there
  public static List<LakeFolder> around(Path real) {
    List<LakeFolder> found = new ArrayList<>();
    for (Path each = real; each != null; each = each.getParent()) {
      LakeFolder one = of(each);
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  /// One that cannot be read counts as a marker.
  private static boolean isMarker(Path file) {
    try {
      if (!Files.exists(file)) {
        return false;
      }
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_MARKER) {
        return false;
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.isBlank() || (text.contains("\"lake\"") && text.contains("\"home\""));
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean hasMetadata(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.metadata.json")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /// As it stands in a sentence: what and where.
  @Override
  public String toString() {
    return kind.words + " " + folder;
  }
}
