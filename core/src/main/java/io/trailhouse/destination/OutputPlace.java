package io.trailhouse.destination;

import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a command may write what a user asked for: an absent or a regular file, under its own name
/// and not through a link, outside the folders in which this or any other lake keeps what it must
/// not lose ([LakeFolder]).
///
/// Everything that a user can name as a target goes through here.
public final class OutputPlace {
  private static final int LONGEST_NAME = 255;
  private static final String REMEDY =
      "Name another place, outside every home folder and warehouse";

  private final List<Path> kept;

  /// @param kept the folders in which nothing may be written beside those of any lake that tell
  ///   themselves, such as a home that has nothing in it yet
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
    requireNoAddress(named);
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
    Path real = LakeFolder.realPath(named.toAbsolutePath().normalize());
    requireNoAddress(named);
    requireOutside(real, named);
    if (Files.exists(real, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(real)) {
      throw refused("it is not a folder", named, "Name another; it is made when it is not there");
    }
    return real;
  }

  /// Refuses a folder that could not be made, or in which nothing could be written.
  ///
  /// @return why, for people; null when it can be used. Nothing stays of what this tries
  public static @Nullable String problem(Path named) {
    Path there = named.toAbsolutePath().normalize();
    for (Path name : there) {
      if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        return "a name in it is longer than " + LONGEST_NAME + " bytes";
      }
    }
    while (there.getParent() != null && Files.notExists(there)) {
      there = there.getParent();
    }
    try {
      Files.delete(Files.createTempDirectory(there, ".trailhouse-"));
      return null;
    } catch (IOException e) {
      return "nothing can be made in " + there + ": " + FileReason.of(e);
    }
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

  /// A path made of `s3://bucket/x` would be that of a folder called `s3:`.
  private static void requireNoAddress(Path named) {
    Path first = named.isAbsolute() || named.getNameCount() < 2 ? null : named.getName(0);
    if (first != null && first.toString().matches("[A-Za-z][A-Za-z0-9+.-]+:")) {
      String scheme = first + "//";
      throw refused(
          "it is an address (" + scheme + "), and this writes local files",
          named,
          "Name a local path; routes write into buckets");
    }
  }

  private static void requireFileOrNothing(Path target, Path named) {
    BasicFileAttributes there = attributes(target);
    if (there == null || there.isRegularFile()) {
      return;
    }
    String what =
        there.isSymbolicLink()
            ? "it is a link, and files behind links are not written"
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
      if (real.startsWith(LakeFolder.realPath(each.toAbsolutePath().normalize()))) {
        throw refused("it lies among the files of the table, in " + each, named, REMEDY);
      }
    }
    List<LakeFolder> around = LakeFolder.around(real);
    if (!around.isEmpty()) {
      throw refused("it lies in the " + around.get(0) + " of a lake", named, REMEDY);
    }
  }

  private static TrailhouseException refused(String problem, Path named, String remedy) {
    return new TrailhouseException(
        Code.WRONG_USE, "nothing is written there: " + problem, named.toString(), remedy);
  }
}
