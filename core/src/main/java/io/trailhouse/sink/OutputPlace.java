package io.trailhouse.sink;

import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a command may write what a user asked for: an absent or a regular file, under its own name
/// and not through a link, outside the folders in which the program keeps what it must not lose.
///
/// Everything that a user can name as a target goes through here.
public final class OutputPlace {
  private static final String REMEDY =
      "Name another place, outside the home folder and the warehouse";

  private final List<Path> kept;

  /// @param kept the folders in which nothing may be written, such as home and warehouse
  public OutputPlace(List<Path> kept) {
    this.kept = List.copyOf(kept);
  }

  /// The file that a user names, by its real folder.
  ///
  /// @throws TrailhouseException with WRONG_USE when it may not be written
  public Path file(Path named) {
    Path name = named.getFileName();
    Path around = named.toAbsolutePath().getParent();
    if (name == null || around == null) {
      throw refused("it is a folder", named, "Name a file");
    }
    Path folder;
    try {
      folder = around.toRealPath();
    } catch (IOException e) {
      throw refused("its folder cannot be opened", named, "Make the folder first, or name another");
    }
    requireOutside(folder, named);
    Path target = folder.resolve(name.toString());
    requireFileOrNothing(target, named);
    return target;
  }

  /// The folder that a user names, by its real path as far as it is there. The name itself may be a
  /// link, as that of a disk often is; below it, see [#requireBelow], none is followed.
  ///
  /// @throws TrailhouseException with WRONG_USE when nothing may be written there
  public Path folder(Path named) {
    Path real = real(named.toAbsolutePath().normalize());
    requireOutside(real, named);
    if (Files.exists(real, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(real)) {
      throw refused("it is not a folder", named, "Name another; it is made when it is not there");
    }
    return real;
  }

  /// Refuses to write a file whose folder leads out of the one that was named.
  ///
  /// @param folder as [#folder] has answered
  /// @param target below it; its own folder is there
  void requireBelow(Path folder, Path target) {
    try {
      Path around = WholeFiles.parent(target).toRealPath();
      if (!around.startsWith(folder)) {
        throw refused("a link on the way leads out of the folder", target, "Remove the link");
      }
      requireOutside(around, target);
    } catch (IOException e) {
      throw Causes.unchecked(e, target.toString());
    }
    requireFileOrNothing(target, target);
  }

  private static void requireFileOrNothing(Path target, Path named) {
    BasicFileAttributes there = attributes(target);
    if (there == null || there.isRegularFile()) {
      return;
    }
    String what =
        there.isSymbolicLink()
            ? "a link stands there, and what it leads to is not written"
            : there.isDirectory() ? "it is a folder" : "it is a device or a pipe";
    throw refused(what, named, "Name a file that is not there yet; standard output is -");
  }

  private static @Nullable BasicFileAttributes attributes(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw Causes.unchecked(e, file.toString());
    }
  }

  private void requireOutside(Path real, Path named) {
    for (Path each : kept) {
      if (real.startsWith(real(each.toAbsolutePath().normalize()))) {
        throw refused("it lies among the files of the table, in " + each, named, REMEDY);
      }
    }
  }

  /// The real path of what is there of it, and the names that are not.
  private static Path real(Path absolute) {
    List<Path> missing = new ArrayList<>();
    Path there = absolute;
    while (true) {
      try {
        Path real = there.toRealPath();
        for (int i = missing.size() - 1; i >= 0; i--) {
          real = real.resolve(missing.get(i));
        }
        return real;
      } catch (IOException e) {
        Path around = there.getParent();
        Path name = there.getFileName();
        if (around == null || name == null) {
          return absolute;
        }
        missing.add(name);
        there = around;
      }
    }
  }

  private static TrailhouseException refused(String problem, Path named, String remedy) {
    return new TrailhouseException(
        Code.WRONG_USE, "nothing is written there: " + problem, named.toString(), remedy);
  }
}
