package io.trailhouse.source;

import io.trailhouse.event.ReadLimits;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// The log files in a zip or tar archive. Entry names are only read, never made into paths.
///
/// A tar can be read from front to back only, so its entries are copied: small ones into memory,
/// larger ones into the scratch folder, until they are released.
final class Archive {
  private static final int SMALL = 4 << 20;

  /// Real log files unpack to 4 to 30 times their size: the quarantine takes those as they are, and
  /// of what unpacks to more the archive, so that it never grows far beyond what people gave.
  private static final int USUAL_RATIO = 30;

  /// What unpacking reads ahead of what it has given.
  private static final long READ_AHEAD = 64 << 10;

  private static final long BOMBS_FROM = 64L << 20;

  private final Path path;
  private final LogFile archive;
  private final FileForm form;
  private final Path scratch;

  Archive(Path path, LogFile archive, FileForm form, Path scratch) {
    this.path = path;
    this.archive = archive;
    this.form = form;
    this.scratch = scratch;
  }

  void deliver(Source.Taker taker) throws IOException, InterruptedException {
    if (form == FileForm.ZIP) {
      deliverZip(taker);
    } else {
      deliverTar(taker);
    }
  }

  private void deliverZip(Source.Taker taker) throws IOException, InterruptedException {
    try (ZipFile zip = new ZipFile(path.toFile())) { // stays open, so that its index is read once
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      Map<String, Long> names =
          entries.stream().collect(Collectors.groupingBy(ZipEntry::getName, Collectors.counting()));
      int same = 0;
      String before = null;
      for (ZipEntry entry : entries) {
        same = entry.getName().equals(before) ? same + 1 : 0;
        before = entry.getName();
        boolean only = names.getOrDefault(before, 1L) == 1;
        Instant modified = Instant.ofEpochMilli(Math.max(0, entry.getTime()));
        LogFile file = file(entry.getName(), entry.getSize(), modified, same);
        long packed = Math.max(0, entry.getCompressedSize());
        taker.take(new ZipDelivery(path, new ArchiveEntry(before, only ? -1 : same), packed, file));
      }
    }
  }

  private void deliverTar(Source.Taker taker) throws IOException, InterruptedException {
    try (CountedInput raw = new CountedInput(Files.newInputStream(path));
        InputStream plain = form == FileForm.TAR_GZ ? new GZIPInputStream(raw, 64 << 10) : raw;
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      Map<String, Integer> names = new HashMap<>();
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        if (entry.isFile()) {
          Instant modified = entry.getLastModifiedTime().toInstant();
          int same = names.merge(entry.getName(), 1, Integer::sum) - 1;
          LogFile file = file(entry.getName(), entry.getSize(), modified, same);
          taker.take(copy(tar, form == FileForm.TAR_GZ ? raw : null, entry.getName(), file));
        }
      }
    }
  }

  /// @param same how many entries of this name are ahead of it: each is a file of its own
  private LogFile file(String entry, long size, Instant modified, int same) {
    LogFileName name = LogFileName.of(entry);
    Instant delivered = name.deliveredAt();
    return new LogFile(
        archive.origin() + "!/" + entry,
        same == 0 ? archive.version() : archive.version() + "#" + same,
        size,
        name,
        delivered == null ? modified : delivered);
  }

  /// @param raw what the packed archive is read from; null for one that is not packed
  private Delivery copy(
      TarArchiveInputStream tar, @Nullable CountedInput raw, String entry, LogFile file)
      throws IOException {
    long before = raw == null ? 0 : raw.count();
    if (file.size() <= SMALL) {
      byte[] content = tar.readAllBytes();
      long packed = raw == null ? -1 : raw.count() - before + READ_AHEAD;
      return new CopyDelivery(file, content, null, packed, holder(entry, packed, false));
    }
    Files.createDirectories(scratch);
    Path copy = Files.createTempFile(scratch, "entry-", ".part");
    boolean cut = false;
    try (OutputStream out = Files.newOutputStream(copy)) {
      byte[] buffer = new byte[64 << 10];
      long copied = 0;
      for (int count = tar.read(buffer); count >= 0 && !cut; count = tar.read(buffer)) {
        out.write(buffer, 0, count);
        copied += count;
        // the reader refuses it at this size, so nobody needs the rest
        cut = raw != null && isBomb(copied, raw.count() - before + READ_AHEAD);
      }
    }
    long packed = raw == null ? -1 : raw.count() - before + READ_AHEAD;
    return new CopyDelivery(file, new byte[0], copy, packed, holder(entry, packed, cut));
  }

  private static boolean isBomb(long copied, long packed) {
    ReadLimits limits = ReadLimits.DEFAULT;
    return copied > BOMBS_FROM && copied / limits.ratio() > packed;
  }

  private Delivery.@Nullable Holder holder(String entry, long packed, boolean cut) {
    return packed < 0 ? null : new Delivery.Holder(path, entry, cut ? 0 : packed * USUAL_RATIO);
  }

  private record ZipDelivery(Path path, ArchiveEntry entry, long storedSize, LogFile file)
      implements Delivery {
    @Override
    public InputStream open() throws IOException {
      return entry.openZip(path);
    }

    @Override
    public Holder holder() {
      return new Holder(path, entry.name(), storedSize * USUAL_RATIO);
    }

    @Override
    public void release() {
      // the archive is the user's and stays where it is
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record CopyDelivery(
      LogFile file, byte[] content, @Nullable Path copy, long storedSize, @Nullable Holder holder)
      implements Delivery {
    @Override
    public InputStream open() throws IOException {
      return copy == null ? new ByteArrayInputStream(content) : Files.newInputStream(copy);
    }

    @Override
    public void release() {
      if (copy != null) {
        try {
          Files.deleteIfExists(copy);
        } catch (IOException e) {
          // the scratch folder is emptied at the next start
        }
      }
    }
  }

  /// Counts what is read of an archive.
  private static final class CountedInput extends FilterInputStream {
    private long count;

    CountedInput(InputStream in) {
      super(new BufferedInputStream(in, 64 << 10));
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int each = super.read();
      count += each < 0 ? 0 : 1;
      return each;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
