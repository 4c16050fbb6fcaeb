package io.trailhouse.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// One file that is replaced whole and is on the disk before the next step, so that a crash leaves
/// the old content or the new one.
public final class Bookmark {
  private final Path file;

  /// @param file its folder is made when needed, in one that is there
  public Bookmark(Path file) {
    this.file = file;
  }

  /// Makes a folder, but not what it lies in: a home that was deleted or unmounted under a running
  /// program does not come to life again as an empty one.
  public static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
  }

  /// What was written last; null when nothing was.
  public byte @Nullable [] read() throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  /// Replaces the content.
  public void write(byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      makeFolder(folder);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(content);
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Forgets it.
  public void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}
