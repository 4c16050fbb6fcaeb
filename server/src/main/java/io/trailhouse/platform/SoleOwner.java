package io.trailhouse.platform;

import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The one process that may do something on a home folder at a time, because it keeps in memory what
/// it also keeps in files there: routes and their positions, alerts, the state of rules. It holds a
/// lock on a file with its process id and since when; the lock dies with the process.
public final class SoleOwner implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 100;

  private final Path file;
  private final FileChannel lock;

  private SoleOwner(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /// Becomes the owner.
  ///
  /// @param file the lock; it is there only as long as somebody holds it, or was killed with it
  /// @param what is done, for people, such as `serve`
  /// @throws TrailhouseException with HOME_UNUSABLE when somebody else is it, whose process id and
  ///   start it names
  static SoleOwner of(Path file, String what, InstantSource clock) {
    String own =
        "process %d since %s"
            .formatted(
                ProcessHandle.current().pid(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        SoleOwner owner = attempt(file, what, own);
        if (owner != null) {
          return owner;
        }
      }
      throw new IOException("others come and go");
    } catch (IOException e) {
      throw Causes.of(e, file.toString())
          .orElseGet(() ->
              new TrailhouseException(
                  Code.HOME_UNUSABLE,
                  "the home folder cannot be locked: " + e.getMessage(),
                  file.toString(),
                  "Choose another with --home DIR, or make this one writable",
                  e));
    }
  }

  /// Null when the file went away meanwhile with its owner.
  private static @Nullable SoleOwner attempt(Path file, String what, String own)
      throws IOException {
    FileChannel lock =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean kept = false;
    try {
      if (!locked(lock)) {
        throw taken(file, what);
      }
      lock.truncate(0);
      ByteBuffer text = ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        lock.write(text);
      }
      kept = own.equals(content(file));
      return kept ? new SoleOwner(file, lock) : null;
    } finally {
      if (!kept) {
        lock.close();
      }
    }
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // somebody in this process
    }
  }

  private static String content(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static TrailhouseException taken(Path file, String what) throws IOException {
    String owner = content(file);
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "another "
            + what
            + " is at work on this home"
            + (owner.isBlank() ? "" : ": " + owner.strip()),
        file.toString(),
        "Stop that one first, or give this one a home of its own with --home DIR");
  }

  @Override
  public void close() {
    try (lock) {
      Files.deleteIfExists(file); // while it is locked: whoever opens it next makes a new one
    } catch (IOException e) {
      // without its lock it stops nobody
    }
  }
}
