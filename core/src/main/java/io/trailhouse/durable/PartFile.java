package io.trailhouse.durable;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file under way: written under a name of its own, then put in the place of another in one step.
/// Closed before that, it is gone. For one thread.
public final class PartFile implements Closeable {
  private final Path part;
  private final FileChannel channel;
  private final OutputStream out;

  private PartFile(Path part, FileChannel channel) {
    this.part = part;
    this.channel = channel;
    this.out = Channels.newOutputStream(channel);
  }

  /// Begins a file; one that a killed process has left under this name is written over. A link
  /// under this name is refused, since it could lead anywhere.
  ///
  /// @param part on the disk of the place that it is for
  public static PartFile open(Path part) throws IOException {
    return new PartFile(
        part,
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  /// Takes its bytes, unbuffered. Closing it closes only the writing.
  public OutputStream out() {
    return out;
  }

  /// Puts it in the place of what is there, and on the disk with its name.
  public void replace(Path target) throws IOException {
    finish();
    rename(target);
    Folders.forceAround(target);
  }

  /// The same without forcing the disk: a crash of the program leaves the old or the new file, a
  /// loss of power may leave an empty one. For output that is made again from what is kept.
  public void replaceUnforced(Path target) throws IOException {
    channel.close();
    rename(target);
  }

  /// Puts it where nothing is, and on the disk with its name; false when something is there, which
  /// stays as it is.
  public boolean create(Path target) throws IOException {
    finish();
    try {
      Files.createLink(target, part);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      return createByRename(target);
    }
    Folders.forceAround(target);
    return true;
  }

  /// On disks without links two who create at the same moment may both be told that they did.
  private boolean createByRename(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    rename(target);
    Folders.forceAround(target);
    return true;
  }

  private void finish() throws IOException {
    if (channel.isOpen()) {
      channel.force(true);
      channel.close();
    } else {
      force(part); // whoever wrote it has closed the stream
    }
  }

  private void rename(Path target) throws IOException {
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
  }

  /// Puts a file that is whole already in the place of another, and on the disk with its name. When
  /// that fails it is gone.
  ///
  /// @param whole on the same disk
  public static void place(Path whole, Path target) throws IOException {
    try {
      force(whole);
      Files.move(
          whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
    Folders.forceAround(target);
  }

  /// Removes what was not put anywhere.
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
