package io.trailhouse.platform;

import io.trailhouse.durable.Folders;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One folder below `tmp`, for as long as somebody holds it. A lock on the file beside it tells
/// whether anybody does; the system takes the lock of a process that was killed, and the next one
/// removes what it left.
final class Scratch implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final int MOST_ATTEMPTS = 10;

  private final Path folder;
  private final FileChannel lock;

  private Scratch(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Makes a folder, after removing those that nobody holds any more.
  static Scratch open(Path tmp) {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return make(tmp);
        } catch (NoSuchFileException e) { // somebody has just removed the empty `tmp`
          if (attempt == MOST_ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw Causes.of(e, tmp.toString())
          .orElseGet(() ->
              new TrailhouseException(
                  Code.HOME_UNUSABLE,
                  "no file can be made here: " + FileReason.of(e),
                  tmp.toString(),
                  "Choose another home with --home DIR, or make this folder writable",
                  e));
    }
  }

  /// Makes a folder in the system's folder for temporary files, below one of this user's own.
  static Scratch elsewhere() {
    Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    Path own = tmp.resolve("trailhouse-" + user);
    try {
      if (!isOwn(own)) {
        own = Files.createTempDirectory(tmp, "trailhouse-");
      }
    } catch (IOException e) {
      throw Causes.unchecked(e, tmp.toString());
    }
    return open(own);
  }

  /// Whether a folder is nobody else's; makes it when it is not there.
  private static boolean isOwn(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // it is looked at now
    } catch (UnsupportedOperationException e) {
      return false;
    }
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found.isDirectory()
        && found.owner().getName().equals(System.getProperty("user.name"))
        && PosixFilePermissions.toString(found.permissions()).equals("rwx------");
  }

  private static Scratch make(Path tmp) throws IOException {
    Folders.make(tmp);
    sweep(tmp);
    Path folder = tmp.resolve(UUID.randomUUID().toString());
    FileChannel lock = held(lockOf(folder), StandardOpenOption.CREATE_NEW);
    if (lock == null) {
      throw new IOException("it cannot be locked");
    }
    Files.createDirectory(folder);
    return new Scratch(folder, lock);
  }

  Path folder() {
    return folder;
  }

  private static Path lockOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  /// The locked file; null when somebody else has it.
  private static @Nullable FileChannel held(Path file, StandardOpenOption how) throws IOException {
    FileChannel channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // somebody in this process has it
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private static void sweep(Path tmp) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(tmp, "*" + LOCK)) {
      for (Path file : locks) {
        try (FileChannel lock = held(file, StandardOpenOption.WRITE)) {
          if (lock != null) {
            String name = file.getFileName().toString();
            remove(tmp.resolve(name.substring(0, name.length() - LOCK.length())));
            Files.deleteIfExists(file);
          }
        } catch (IOException e) {
          // it is swept already, or stays until somebody may
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void close() {
    try (lock) {
      remove(folder);
      Files.deleteIfExists(lockOf(folder));
      Files.deleteIfExists(folder.getParent()); // only when nobody else has a folder there
    } catch (IOException e) {
      // the next one who opens a scratch folder removes it
    }
  }
}
