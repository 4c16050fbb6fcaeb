package io.trailhouse.lake.parquet;

import io.trailhouse.lake.row.EventKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Which data files have been looked through and found whole, so that each costs that once: a file
/// counts as the same as long as its name, size, times and number on the disk are, and its rows as
/// the table counts them.
///
/// It is remembered in a file of the home, 16 bytes for each; where that cannot be written, for as
/// long as the process runs. Losing the file costs looking again. Safe for many threads.
public final class CheckedFiles {
  private static final String NAME = "checked-files";
  private static final int ENTRY = 16;
  private static final int MOST = 1 << 20;
  private static final String OF_UNIX = "unix:size,lastModifiedTime,ctime,ino,dev";
  private static final String OF_ALL = "size,lastModifiedTime,creationTime";

  /// What a table says of a file that it means.
  ///
  /// @param size in bytes; -1 where it does not say
  /// @param rows how many it has; -1 where it does not say
  public record Meant(long size, long rows) {
    /// Where nothing is known.
    public static final Meant ANY = new Meant(-1, -1);
  }

  private final Path memory;
  private final Set<EventKey.Value> known = ConcurrentHashMap.newKeySet();
  private boolean loaded;

  /// @param home the folder that keeps what was found whole
  public CheckedFiles(Path home) {
    this.memory = home.resolve(NAME);
  }

  /// Looks through a data file unless that was done before.
  ///
  /// @throws BrokenFileException when it is not what was written, or another one than is meant
  public void require(Path file, Meant meant) {
    WholeFile.requireFile(file);
    load();
    WholeFile.requireSize(file, sizeOf(file), meant.size());
    EventKey.Value seen = identity(file, meant.rows());
    if (known.contains(seen)) {
      return;
    }
    WholeFile.checkParquet(file, meant.rows());
    if (known.add(seen)) {
      remember(seen);
    }
  }

  /// The same for many, on all processors.
  public void requireAll(Map<Path, Meant> files) {
    files.entrySet().parallelStream().forEach(each -> require(each.getKey(), each.getValue()));
  }

  /// Forgets all that was found whole, as far as the memory may be written.
  public synchronized void forget() {
    known.clear();
    try {
      Files.deleteIfExists(memory);
    } catch (IOException e) {
      // a home that can only be read: this process has forgotten
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw BrokenFileException.gone(file.toString(), "it is gone", e);
    }
  }

  private static EventKey.Value identity(Path file, long rows) {
    Map<String, Object> attributes;
    try {
      attributes = new TreeMap<>(attributes(file));
    } catch (IOException e) {
      throw BrokenFileException.gone(file.toString(), "it is gone", e);
    }
    ByteBuffer hash =
        ByteBuffer.wrap(sha256(file.toAbsolutePath() + "\n" + attributes + "\n" + rows));
    return new EventKey.Value(hash.getLong(), hash.getLong());
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, OF_UNIX);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Files.readAttributes(file, OF_ALL);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    try {
      if (!Files.isRegularFile(memory)) {
        return;
      }
      long size = Files.size(memory);
      if (size % ENTRY != 0 || size > (long) MOST * ENTRY) { // torn, or full of files long gone
        Files.delete(memory);
        return;
      }
      ByteBuffer entries = ByteBuffer.wrap(Files.readAllBytes(memory));
      while (entries.remaining() >= ENTRY) {
        known.add(new EventKey.Value(entries.getLong(), entries.getLong()));
      }
    } catch (IOException e) {
      known.clear();
    }
  }

  private synchronized void remember(EventKey.Value seen) {
    ByteBuffer entry = ByteBuffer.allocate(ENTRY);
    entry.putLong(seen.high()).putLong(seen.low()).flip();
    try (FileChannel out =
        FileChannel.open(memory, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(entry);
    } catch (IOException e) {
      // it is looked through again by the next process
    }
  }
}
