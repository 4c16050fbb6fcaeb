package io.trailhouse.source;

import io.trailhouse.event.ReadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hands the entries of one archive to a listener, and notes what is wrong with the archive.
///
/// Entries that cannot be read twice are copied: small ones into memory, larger ones into the
/// scratch folder, until they are released.
final class Entries {
  private static final int SMALL = 4 << 20;

  /// Real log files unpack to 4 to 30 times their size: the quarantine takes those as they are, and
  /// of what unpacks to more the archive, so that it never grows far beyond what people gave.
  private static final int USUAL_RATIO = 30;

  /// What unpacking reads ahead of what it has given.
  private static final long READ_AHEAD = 64 << 10;

  private static final long BOMBS_FROM = 64L << 20;

  private final Path path;
  private final LogFile archive;
  private final Path scratch;
  private final Source.Listener listener;
  private final Map<String, Integer> names = new HashMap<>();
  private @Nullable String damage;

  Entries(Path path, LogFile archive, Path scratch, Source.Listener listener) {
    this.path = path;
    this.archive = archive;
    this.scratch = scratch;
    this.listener = listener;
  }

  /// What an archive says of an entry.
  ///
  /// @param size unpacked, in bytes; -1 when it does not say it
  record Head(String name, long size, Instant modified) {}

  /// What an entry is copied from.
  interface Content {
    /// As [InputStream#read(byte\[\])]; null when the archive is damaged here.
    @Nullable Integer read(byte[] into) throws IOException;

    /// Why null came, for people.
    String damage();

    /// How many bytes have been read where the archive is packed as a whole; -1 where it is not.
    long packed();
  }

  /// The next bytes of an entry; null where its library stumbles over them. An error of the disk
  /// goes through, as [StoredInput] throws it.
  static @Nullable Integer read(InputStream entry, byte[] into) {
    try {
      return entry.read(into, 0, into.length);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // whatever the library makes of odd bytes
      return null;
    }
  }

  /// The archive is damaged, cut or holds what is no part of it: the first such reason counts.
  void damaged(String reason) {
    damage = damage == null ? reason : damage;
  }

  /// Lends an entry that can be opened at any time.
  void lend(Head head, Function<LogFile, SourceFile> delivery) throws InterruptedException {
    listener.take(delivery.apply(file(head)));
  }

  /// More bytes than this of an entry are not kept as they are.
  SourceFile.Holder holder(String entry, long packed) {
    return new SourceFile.Holder(path, entry, packed < 0 ? Long.MAX_VALUE : packed * USUAL_RATIO);
  }

  /// Whether so much came out of so little that nobody will read it.
  static boolean isBomb(long unpacked, long packed) {
    return unpacked > BOMBS_FROM && unpacked / ReadLimits.DEFAULT.ratio() > packed + READ_AHEAD;
  }

  /// All is read: tells whether the archive is sound.
  void end() throws InterruptedException {
    SourceFile.Holder whole = new SourceFile.Holder(path, "", 0);
    if (damage == null) {
      listener.sound(new CopyDelivery(archive, new byte[0], null, null, -1, whole));
    } else {
      listener.take(new CopyDelivery(archive, new byte[0], null, damage, -1, whole));
    }
  }

  /// Each entry of one name is a file of its own.
  private LogFile file(Head head) {
    int same = names.merge(head.name(), 1, Integer::sum) - 1;
    LogFileName name = LogFileName.of(head.name());
    Instant delivered = name.deliveredAt();
    return new LogFile(
        archive.origin() + "!/" + head.name(),
        same == 0 ? archive.version() : archive.version() + "#" + same,
        head.size(),
        name,
        delivered == null ? head.modified() : delivered);
  }

  /// Lends a copy of an entry: when the archive ends in it, of what there is.
  ///
  /// @return whether the archive ended in it
  boolean copy(Head head, Content content) throws IOException, InterruptedException {
    LogFile file = file(head);
    long before = content.packed();
    Path large = head.size() >= 0 && head.size() <= SMALL ? null : scratchFile();
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    boolean bomb = false;
    Integer count = 0;
    try (OutputStream out = large == null ? small : Files.newOutputStream(large)) {
      byte[] buffer = new byte[64 << 10];
      long copied = 0;
      count = content.read(buffer);
      while (count != null && count >= 0 && !bomb) {
        out.write(buffer, 0, count);
        copied += count;
        // the reader refuses it at this size, so nobody needs the rest
        bomb = before >= 0 && isBomb(copied, content.packed() - before);
        count = content.read(buffer);
      }
    }
    String cut = count == null ? content.damage() : null;
    long packed = before < 0 ? -1 : content.packed() - before + READ_AHEAD;
    SourceFile.Holder holder =
        bomb ? new SourceFile.Holder(path, head.name(), 0) : holder(head.name(), packed);
    listener.take(new CopyDelivery(file, small.toByteArray(), large, cut, packed, holder));
    return cut != null;
  }

  private Path scratchFile() throws IOException {
    Files.createDirectories(scratch);
    return Files.createTempFile(scratch, "entry-", ".part");
  }

  /// An entry's bytes, or what there is of them.
  ///
  /// @param damage what its stream ends with; null when it is whole
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record CopyDelivery(
      LogFile file,
      byte[] content,
      @Nullable Path copy,
      @Nullable String damage,
      long storedSize,
      Holder holder)
      implements SourceFile {
    @Override
    public InputStream open() throws IOException {
      return DamagedInput.after(
          copy == null ? InputStream.nullInputStream() : Files.newInputStream(copy),
          content,
          damage);
    }

    @Override
    public void ack() {
      if (copy != null) {
        try {
          Files.deleteIfExists(copy);
        } catch (IOException e) {
          // the scratch folder is emptied at the next start
        }
      }
    }
  }
}
