package io.trailhouse.platform;

import io.trailhouse.durable.Folders;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// The one process that may do something on a home folder at a time, because it keeps in memory
/// what it also keeps in files there: routes and their positions, alerts, the state of rules. It
/// holds a lock on a file with its process id and since when; the lock dies with the process.
public final class SoleOwner implements AutoCloseable {
  private static final int MOST = 200;

  private final FileChannel lock;

  private SoleOwner(FileChannel lock) {
    this.lock = lock;
  }

  /// Becomes the owner.
  ///
  /// @param file the lock; it stays, empty, when it is let go
  /// @param what is done, for people, such as `serve`
  /// @throws TrailhouseException with HOME_UNUSABLE when somebody else is it, whose process id and
  ///   start it names
  static SoleOwner of(Path file, String what, InstantSource clock) {
    String own =
        "process %d since %s"
            .formatted(
                ProcessHandle.current().pid(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    try {
      Folders.make(file.toAbsolutePath().resolveSibling(""));
      FileChannel lock =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean kept = false;
      try {
        if (!locked(lock)) {
          throw taken(file, what, read(lock));
        }
        lock.truncate(0);
        lock.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8)), 0);
        kept = true;
        return new SoleOwner(lock);
      } finally {
        if (!kept) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw Causes.of(e, file.toString())
          .orElseGet(() ->
              new TrailhouseException(
                  Code.HOME_UNUSABLE,
                  "the home folder cannot be locked: " + FileReason.of(e),
                  file.toString(),
                  "Choose another with --home DIR, or make this one writable",
                  e));
    }
  }

  /// The system drops a process's lock when the process closes the file, by whatever way it has
  /// opened it: so nobody else in here may open this file.
  private static boolean locked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // somebody in this process
    }
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST);
    file.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
  }

  private static TrailhouseException taken(Path file, String what, String owner) {
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
      lock.truncate(0);
    } catch (IOException e) {
      // without its lock it stops nobody
    }
  }
}
