package io.trailhouse.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/// Which bytes of a zip archive its list of entries tells of (APPNOTE.TXT 6.3.10, 4.3). A reader
/// that goes by the list alone never sees the others: those of an archive ahead of the last one, of
/// entries that the list has lost, and what was put behind the end.
final class ZipLayout {
  private static final int HEAD = 30;
  private static final int HEAD_SIGN = 0x04034b50;
  private static final int END = 22;
  private static final int END_SIGN = 0x06054b50;
  private static final int LOCATOR = 20;
  private static final int LOCATOR_SIGN = 0x07064b50;
  private static final int END_64 = 56;
  private static final int END_64_SIGN = 0x06064b50;
  private static final int LONGEST_COMMENT = 0xFFFF;

  /// What may stand behind an entry whose length was not known ahead of it: check sum and lengths,
  /// of 4 or 8 bytes, with or without a sign.
  private static final List<Long> DESCRIPTORS = List.of(12L, 16L, 20L, 24L);

  private final FileChannel zip;

  private ZipLayout(FileChannel zip) {
    this.zip = zip;
  }

  /// What is wrong with it, for people; null when all bytes are told of.
  static @Nullable String problem(Path path, List<ZipArchiveEntry> entries) throws IOException {
    try (FileChannel zip = FileChannel.open(path)) {
      ZipLayout layout = new ZipLayout(zip);
      long end = layout.end();
      if (end < 0) {
        return "the end of the archive is damaged";
      }
      long behind = layout.between(end + END + layout.comment(end), zip.size());
      if (behind > 0) {
        return "%,d bytes follow the end of the archive".formatted(behind);
      }
      long untold = layout.untold(entries, layout.list(end));
      return untold == 0
          ? null
          : "%,d bytes of the archive belong to no entry of its list, such as a zip ahead of it"
              .formatted(untold);
    }
  }

  /// Where the content of an entry begins; -1 when it has no head.
  ///
  /// @param at where the head should be
  static long contentAt(FileChannel zip, long at) throws IOException {
    return new ZipLayout(zip).contentAt(at);
  }

  private long contentAt(long at) throws IOException {
    ByteBuffer head = bytes(at, HEAD);
    return head.limit() < HEAD || head.getInt(0) != HEAD_SIGN
        ? -1
        : at + HEAD + (head.getShort(26) & 0xFFFF) + (head.getShort(28) & 0xFFFF);
  }

  private ByteBuffer bytes(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    int read = at < 0 ? -1 : 0;
    while (read >= 0 && bytes.hasRemaining()) {
      read = zip.read(bytes, at + bytes.position());
    }
    return bytes.flip();
  }

  /// Where the record at the end begins: one whose comment reaches the end of the file, else the
  /// last one.
  private long end() throws IOException {
    long from = Math.max(0, zip.size() - END - LONGEST_COMMENT);
    ByteBuffer tail = bytes(from, (int) (zip.size() - from));
    int last = -1;
    for (int at = tail.limit() - END; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGN) {
        last = last < 0 ? at : last;
        if (at + END + (tail.getShort(at + END - 2) & 0xFFFF) == tail.limit()) {
          return from + at;
        }
      }
    }
    return last < 0 ? -1 : from + last;
  }

  private int comment(long end) throws IOException {
    return bytes(end + END - 2, 2).getShort(0) & 0xFFFF;
  }

  /// Where the list begins.
  private long list(long end) throws IOException {
    ByteBuffer locator = bytes(end - LOCATOR, LOCATOR);
    if (locator.limit() == LOCATOR && locator.getInt(0) == LOCATOR_SIGN) {
      long at = end - LOCATOR - END_64;
      ByteBuffer large = bytes(at, END_64);
      if (large.limit() == END_64 && large.getInt(0) == END_64_SIGN) {
        return at - large.getLong(40);
      }
    }
    return end - (bytes(end + 12, 4).getInt(0) & 0xFFFF_FFFFL);
  }

  /// How many bytes ahead of the list are no entry's.
  private long untold(List<ZipArchiveEntry> entries, long list) throws IOException {
    List<ZipArchiveEntry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(ZipArchiveEntry::getLocalHeaderOffset));
    long at = 0;
    long untold = 0;
    boolean described = false;
    for (ZipArchiveEntry entry : inOrder) {
      long head = entry.getLocalHeaderOffset();
      untold += gap(at, head, described);
      long content = contentAt(head);
      long end = (content < 0 ? head + HEAD : content) + Math.max(0, entry.getCompressedSize());
      at = Math.max(at, end);
      described = entry.getGeneralPurposeBit().usesDataDescriptor();
    }
    return untold + gap(at, list, described);
  }

  private long gap(long from, long to, boolean described) throws IOException {
    return described && DESCRIPTORS.contains(to - from) ? 0 : between(from, to);
  }

  /// How many bytes there are between two places; none when all are zeros.
  private long between(long from, long to) throws IOException {
    for (long at = from; at < to; at += HEAD) {
      ByteBuffer bytes = bytes(at, (int) Math.min(HEAD, to - at));
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return to - from;
        }
      }
    }
    return 0;
  }
}
