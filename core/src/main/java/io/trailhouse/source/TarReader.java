package io.trailhouse.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/// Reads a tar or tar.gz archive to its last byte: several that stand one behind the other, and
/// what stands behind a damaged head of an entry.
final class TarReader {
  private final TarText text;
  private final Entries entries;
  private boolean ended = true;
  private boolean endedInEntry;
  private long strange;

  private TarReader(TarText text, Entries entries) {
    this.text = text;
    this.entries = entries;
  }

  static void read(Path path, boolean packed, Entries entries)
      throws IOException, InterruptedException {
    try (TarText text = new TarText(Files.newInputStream(path), packed)) {
      new TarReader(text, entries).read();
    }
  }

  private void read() throws IOException, InterruptedException {
    long packed = text.packed();
    long passed = 0;
    byte[] head = text.peek();
    while (head.length > 0 && !(packed >= 0 && Entries.isBomb(passed, text.packed() - packed))) {
      if (TarMembers.isHead(head)) {
        members();
        text.align();
        packed = text.packed();
        passed = 0;
      } else {
        strange += TarMembers.isZero(head) ? 0 : head.length;
        passed += text.readNBytes(TarText.BLOCK).length;
      }
      head = text.peek();
    }
    tell(head.length > 0);
  }

  private void tell(boolean bomb) {
    if (text.damage() != null && !endedInEntry) {
      entries.damaged(text.damage());
    }
    if (strange > 0) {
      entries.damaged(
          "%,d bytes of the archive are no part of it: they follow its end or a damaged head"
              .formatted(strange));
    }
    if (bomb) {
      entries.damaged("what follows the end of the archive unpacks to too much");
    }
    if (!ended && !endedInEntry) {
      entries.damaged("the archive has no end mark: it may have been cut");
    }
  }

  private void members() throws IOException, InterruptedException {
    TarMembers tar = new TarMembers(text);
    TarArchiveEntry entry = next(tar);
    while (entry != null) {
      if (entry.isFile() || entry.getSize() > 0) {
        Entries.Head head =
            new Entries.Head(
                entry.getName(), entry.getSize(), entry.getLastModifiedTime().toInstant());
        endedInEntry = entries.copy(head, new Content(tar));
      }
      entry = next(tar);
    }
    ended = tar.isEnded();
  }

  private @Nullable TarArchiveEntry next(TarMembers tar) {
    try {
      return tar.getNextEntry();
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever the library makes of odd bytes
      if (!tar.isEnded() && !endedInEntry && text.damage() == null) {
        entries.damaged("the head of an entry of the archive is damaged");
      }
      return null;
    }
  }

  /// The entry that is under way.
  private final class Content implements Entries.Content {
    private final TarMembers tar;

    Content(TarMembers tar) {
      this.tar = tar;
    }

    @Override
    public @Nullable Integer read(byte[] into) {
      return Entries.read(tar, into);
    }

    @Override
    public String damage() {
      String gzip = text.damage();
      return gzip == null ? "the archive ends in the middle of this entry" : gzip;
    }

    @Override
    public long packed() {
      return text.packed();
    }
  }
}
