package io.trailhouse.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/// Folders whose names outlive a loss of power.
public final class Folders {
  private Folders() {}

  /// Makes a folder, but not what it lies in: a home that was deleted or unmounted under a running
  /// program does not come to life again as an empty one.
  public static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
      forceAround(folder);
    }
  }

  /// Makes a folder with all that it lies in.
  public static void makeAll(Path folder) throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    for (Path each = folder; each != null && !Files.isDirectory(each); each = each.getParent()) {
      made.push(each);
    }
    Files.createDirectories(folder);
    for (Path each : made) {
      forceAround(each);
    }
  }

  /// Makes the names in a folder durable, where the system lets a folder be opened; the others keep
  /// names by themselves.
  public static void force(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Windows opens no folders and needs no such step
    }
  }

  /// Makes the name of a file or folder durable in the folder that it lies in.
  public static void forceAround(Path file) {
    Path around = file.toAbsolutePath().getParent();
    if (around != null) {
      force(around);
    }
  }
}
