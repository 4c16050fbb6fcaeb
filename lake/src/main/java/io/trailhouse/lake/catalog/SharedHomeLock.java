package io.trailhouse.lake.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who has a home folder open: every lake holds a shared lock on one file there as long as it is
/// open, so that upkeep can tell whether somebody may still read files that no query needs anew.
///
/// The lock dies with its process. Where the file system knows no locks, nobody is ever alone.
final class SharedHomeLock implements AutoCloseable {
  private static final String FILE = "tenants.lock";
  private static final Map<Path, House> HOUSES = new ConcurrentHashMap<>();

  private final House house;
  private boolean gone;

  /// The lock of this process: Java gives a process one for each file.
  private static final class House {
    private int lakes;
    private boolean writable;
    private @Nullable FileChannel file;
    private @Nullable FileLock lock;
  }

  private SharedHomeLock(House house) {
    this.house = house;
  }

  /// Joins those who have the folder open; waits while somebody is [#alone].
  static SharedHomeLock join(Path home) {
    House house = HOUSES.computeIfAbsent(realPath(home), path -> new House());
    synchronized (house) {
      if (house.lakes++ == 0) {
        enter(house, home.resolve(FILE));
      }
    }
    return new SharedHomeLock(house);
  }

  /// Somebody who may not write there shares the lock all the same where the file is there; else he
  /// goes without.
  private static void enter(House house, Path file) {
    try {
      house.writable = Files.isWritable(file.toAbsolutePath().getParent());
      house.file =
          house.writable
              ? FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE)
              : FileChannel.open(file, StandardOpenOption.READ);
      share(house);
    } catch (IOException e) {
      house.lock = null;
    }
  }

  private static Path realPath(Path home) {
    try {
      return home.toRealPath();
    } catch (IOException e) {
      return home.toAbsolutePath().normalize();
    }
  }

  private static void share(House house) throws IOException {
    house.lock = house.file == null ? null : house.file.lock(0, Long.MAX_VALUE, true);
  }

  /// Does a step if nobody else has the folder open; whoever comes meanwhile waits for its end.
  ///
  /// @return whether the step was done
  boolean alone(Runnable step) {
    synchronized (house) {
      FileChannel file = house.file;
      FileLock shared = house.lock;
      if (house.lakes > 1 || !house.writable || file == null || shared == null) {
        return false;
      }
      try {
        shared.release();
        FileLock only = file.tryLock();
        try {
          if (only != null) {
            step.run();
          }
        } finally {
          if (only != null) {
            only.release();
          }
          share(house);
        }
        return only != null;
      } catch (IOException e) {
        house.lock = null;
        return false;
      }
    }
  }

  @Override
  public void close() {
    synchronized (house) {
      if (gone) {
        return;
      }
      gone = true;
      if (--house.lakes == 0 && house.file != null) {
        try {
          house.file.close();
        } catch (IOException e) {
          // the lock ends with the process at the latest
        }
        house.file = null;
        house.lock = null;
      }
    }
  }
}
