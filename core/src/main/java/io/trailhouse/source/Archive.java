package io.trailhouse.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
    List<? extends ZipEntry> entries;
    try (ZipFile zip = new ZipFile(path.toFile())) {
      entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
    }
    for (ZipEntry entry : entries) {
      LogFile file =
          file(
              entry.getName(), entry.getSize(), Instant.ofEpochMilli(Math.max(0, entry.getTime())));
      taker.take(new ZipDelivery(path, entry.getName(), file));
    }
  }

  private void deliverTar(Source.Taker taker) throws IOException, InterruptedException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 64 << 10);
        InputStream plain = form == FileForm.TAR_GZ ? new GZIPInputStream(raw, 64 << 10) : raw;
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        if (entry.isFile()) {
          Instant modified = entry.getLastModifiedTime().toInstant();
          LogFile file = file(entry.getName(), entry.getSize(), modified);
          taker.take(copy(tar, file));
        }
      }
    }
  }

  private LogFile file(String entry, long size, Instant modified) {
    LogFileName name = LogFileName.of(entry);
    Instant delivered = name.deliveredAt();
    return new LogFile(
        archive.origin() + "!/" + entry,
        archive.version(),
        size,
        name,
        delivered == null ? modified : delivered);
  }

  private Delivery copy(TarArchiveInputStream tar, LogFile file) throws IOException {
    if (file.size() <= SMALL) {
      return new CopyDelivery(file, tar.readAllBytes(), null);
    }
    Files.createDirectories(scratch);
    Path copy = Files.createTempFile(scratch, "entry-", ".part");
    Files.copy(tar, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return new CopyDelivery(file, new byte[0], copy);
  }

  private record ZipDelivery(Path path, String entry, LogFile file) implements Delivery {
    @Override
    public InputStream open() throws IOException {
      ZipFile zip = new ZipFile(path.toFile());
      ZipEntry found = zip.getEntry(entry);
      if (found == null) {
        zip.close();
        throw new IOException("the archive no longer holds it");
      }
      return new ClosingBoth(zip.getInputStream(found), zip);
    }

    @Override
    public void release() {
      // the archive is the user's and stays where it is
    }
  }

  private static final class ClosingBoth extends java.io.FilterInputStream {
    private final ZipFile zip;

    ClosingBoth(InputStream in, ZipFile zip) {
      super(in);
      this.zip = zip;
    }

    @Override
    public void close() throws IOException {
      super.close();
      zip.close();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record CopyDelivery(LogFile file, byte[] content, @Nullable Path copy)
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
}
