package io.trailhouse.destination;

import io.trailhouse.durable.Folders;
import io.trailhouse.durable.PartFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Writes files of a folder so that each appears under its name whole or not at all. For any number
/// of threads.
final class WholeFiles {
  /// How the names of unfinished files begin.
  static final String UNFINISHED = ".trailhouse-";

  private static final String ENDING = ".part";

  private final Path folder;
  private final OutputPlace place;
  private final boolean lasting;

  /// Tells this program's unfinished files from another's.
  private final String own = UUID.randomUUID().toString();

  private final AtomicLong parts = new AtomicLong();

  private WholeFiles(Path folder, OutputPlace place, boolean lasting) {
    this.folder = folder;
    this.place = place;
    this.lasting = lasting;
  }

  /// Makes the folder when it is not there, and removes what a run that was killed has left
  /// unfinished.
  ///
  /// @param named what a user has named; refused where `place` says so
  /// @param lasting whether a written file outlives a loss of power: each one is then forced to the
  ///   disk, which takes milliseconds
  static WholeFiles open(Path named, OutputPlace place, boolean lasting) throws IOException {
    Path folder = place.folder(named);
    Files.createDirectories(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, UNFINISHED + "*" + ENDING)) {
      for (Path each : left) {
        Files.deleteIfExists(each);
      }
    }
    return new WholeFiles(folder, place, lasting);
  }

  static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a key has folders");
  }

  /// The file of a key.
  Path file(String key) {
    return folder.resolve(key);
  }

  /// Refuses a link, a pipe or a device in the place of a file.
  void requireFile(Path file) {
    place.requireBelow(folder, file);
  }

  /// @param target below the folder; a failure names it
  void write(Path target, byte[] content) throws IOException {
    try {
      writeWhole(target, content);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw (IOException)
          new FileSystemException(target.toString(), null, e.getMessage()).initCause(e);
    }
  }

  private void writeWhole(Path target, byte[] content) throws IOException {
    Path around = parent(target);
    if (lasting) {
      Folders.makeAll(around);
    } else {
      Files.createDirectories(around);
    }
    place.requireBelow(folder, target);
    Path named = folder.resolve(UNFINISHED + own + "-" + parts.incrementAndGet() + ENDING);
    try (PartFile part = PartFile.open(named)) {
      part.out().write(content);
      if (lasting) {
        part.replace(target);
      } else {
        part.replaceUnforced(target);
      }
    }
  }
}
