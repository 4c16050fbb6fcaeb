package io.trailhouse.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Reads a zip archive by the list of entries at its end, and looks whether that tells of all its
/// bytes. Where there is no such list, the entries are read one behind the other.
final class ZipReader {
  private final Path path;
  private final Entries entries;

  ZipReader(Path path, Entries entries) {
    this.path = path;
    this.entries = entries;
  }

  void read() throws IOException, InterruptedException {
    List<ZipArchiveEntry> all = list();
    if (all == null) {
      entries.damaged("the list of entries at the end of the archive is damaged or missing");
      inOrder();
      return;
    }
    String problem = ZipLayout.problem(path, all);
    if (problem != null) {
      entries.damaged(problem);
    }
    all.sort(Comparator.comparing(ZipArchiveEntry::getName));
    for (ZipArchiveEntry entry : all) {
      if (!isFolder(entry)) {
        long packed = Math.max(0, entry.getCompressedSize());
        SourceFile.Holder holder = entries.holder(entry.getName(), packed);
        entries.lend(head(entry), file -> new ZipMember(file, holder, ZipMember.Place.of(entry)));
      }
    }
  }

  /// Null when it cannot be read.
  private @Nullable List<ZipArchiveEntry> list() throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(path).setIgnoreLocalFileHeader(true).get()) {
      return Collections.list(zip.getEntries());
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever the library makes of odd bytes
      return null;
    }
  }

  private static boolean isFolder(ZipArchiveEntry entry) {
    return entry.isDirectory() && entry.getSize() <= 0 && entry.getCompressedSize() <= 0;
  }

  private static Entries.Head head(ZipArchiveEntry entry) {
    Instant modified = Instant.ofEpochMilli(Math.max(0, entry.getTime()));
    return new Entries.Head(entry.getName(), entry.getSize(), modified);
  }

  private void inOrder() throws IOException, InterruptedException {
    StoredInput stored = new StoredInput(Files.newInputStream(path), Long.MAX_VALUE);
    try (InputStream in = new BufferedInputStream(stored, 64 << 10);
        ZipArchiveInputStream zip = new ZipArchiveInputStream(in)) {
      ZipArchiveEntry entry = next(zip);
      while (entry != null) {
        if (!isFolder(entry) && zip.canReadEntryData(entry)) {
          entries.copy(head(entry), new Content(zip, stored));
        }
        entry = next(zip);
      }
    }
  }

  private static @Nullable ZipArchiveEntry next(ZipArchiveInputStream zip) {
    try {
      return zip.getNextEntry();
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // told already: the list is missing
      return null;
    }
  }

  /// The entry that is under way.
  private record Content(ZipArchiveInputStream zip, StoredInput stored) implements Entries.Content {
    @Override
    public @Nullable Integer read(byte[] into) {
      return Entries.read(zip, into);
    }

    @Override
    public String damage() {
      return "the archive is damaged or ends in the middle of this entry";
    }

    @Override
    public long packed() {
      return stored.count();
    }
  }
}
