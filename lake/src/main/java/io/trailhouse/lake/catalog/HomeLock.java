package io.trailhouse.lake.catalog;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/// Steps that only one process on a home folder may do at a time: making what the first one finds
/// missing. The catalog's own library makes its tables without asking whether somebody else is
/// about to.
public final class HomeLock {
  private static final String LOCK = "catalog.lock";

  /// Where the thread in here does a step already.
  private static final Set<Path> HELD = new HashSet<>();

  private HomeLock() {}

  /// Does a step while no other process and no other thread does one here; within a step it may do
  /// another. A process that dies lets go.
  public static <T> T in(Path home, Supplier<T> step) {
    synchronized (HomeLock.class) { // a lock on a file belongs to the whole process
      if (!HELD.add(home)) {
        return step.get();
      }
      try (FileChannel file =
              FileChannel.open(
                  home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = file.lock()) {
        return step.get();
      } catch (IOException e) {
        throw new TrailhouseException(
            Code.HOME_UNUSABLE,
            "the home folder cannot be locked: " + FileReason.of(e),
            home.resolve(LOCK).toAbsolutePath().toString(),
            "Choose another with --home DIR, or make this one writable",
            e);
      } finally {
        HELD.remove(home);
      }
    }
  }
}
