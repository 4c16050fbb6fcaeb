package io.trailhouse.lake.catalog;

import io.trailhouse.destination.LakeFolder;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the folders of a lake lie in those of another one, or have another one's in them. Each
/// of the two would take the other's files for its own, and take them away.
final class Neighbours {
  /// How deep another lake is looked for below a folder that becomes a lake's.
  private static final int DEPTH = 2;

  private final Path home;

  private Neighbours(Path home) {
    this.home = home;
  }

  /// @param warehouse where the tables of the home are, or will be made
  /// @throws TrailhouseException with HOME_UNUSABLE when the lake is not by itself
  static void requireNone(Path home, Path warehouse) {
    TrailhouseException problem = problem(home, warehouse);
    if (problem != null) {
      throw problem;
    }
  }

  /// The same as an answer: null when the lake is by itself.
  static @Nullable TrailhouseException problem(Path home, Path configured) {
    boolean made = !Ownership.hasCatalog(home);
    String known = made ? null : LakeCatalog.propertyOf(home, Ownership.WAREHOUSE);
    Path warehouse = known == null ? configured : Path.of(known);
    Neighbours look = new Neighbours(home);
    LakeFolder around = look.around(home, false);
    if (around != null) {
      return inside("home folder", home, around, made);
    }
    around = look.around(warehouse, true);
    if (around != null) {
      return inside("warehouse", warehouse, around, made);
    }
    LakeFolder below = made ? look.below(home) : null;
    if (below != null) {
      return around("home folder", home, below);
    }
    below = made && WarehouseMarker.read(warehouse) == null ? look.below(warehouse) : null;
    return below == null ? null : around("warehouse", warehouse, below);
  }

  /// @param warehouse whether it is a warehouse: whose one is that is there already, and in use, is
  ///   asked elsewhere
  private @Nullable LakeFolder around(Path place, boolean warehouse) {
    WarehouseMarker marker = warehouse ? WarehouseMarker.read(place) : null;
    if (marker != null && Ownership.isInUse(marker, home)) {
      return null;
    }
    Path real = LakeFolder.realPath(place);
    return LakeFolder.around(real).stream()
        .filter(each -> !isOwn(each) && !(marker != null && each.folder().equals(real)))
        .findFirst()
        .orElse(null);
  }

  private @Nullable LakeFolder below(Path folder) {
    List<Path> level = List.of(folder);
    for (int depth = 0; depth < DEPTH; depth++) {
      List<Path> next = new ArrayList<>();
      level.forEach(each -> next.addAll(foldersIn(each)));
      for (Path each : next) {
        LakeFolder found = LakeFolder.of(each);
        if (found != null && found.kind() != LakeFolder.Kind.TABLE && !isOwn(found)) {
          return found;
        }
      }
      level = next;
    }
    return null;
  }

  /// None where it cannot be entered.
  private static List<Path> foldersIn(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))) {
      all.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return found;
  }

  private boolean isOwn(LakeFolder found) {
    return switch (found.kind()) {
      case HOME -> Ownership.isSame(found.folder(), home);
      case WAREHOUSE -> {
        WarehouseMarker marker = WarehouseMarker.read(found.folder());
        yield marker != null
            && (Ownership.isSame(marker.home(), home)
                || marker.lake().equals(LakeCatalog.lakeOf(home)));
      }
      case TABLE -> false;
    };
  }

  private static TrailhouseException inside(
      String what, Path place, LakeFolder other, boolean made) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the " + what + " lies in the " + other + " of another lake",
        place.toString(),
        made
            ? "Nothing was made. Name a folder outside of it"
            : "Nothing was changed. It can be read: trailhouse export its events to another folder"
                + " and import them into a home outside of it");
  }

  private static TrailhouseException around(String what, Path place, LakeFolder other) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the folder named as " + what + " has the " + other + " of another lake in it",
        place.toString(),
        "Nothing was made. Name a folder of its own, such as " + place.resolve("trailhouse-data"));
  }
}
