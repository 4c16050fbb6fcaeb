package io.trailhouse.source;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/// A log file in an archive, found by its name.
///
/// @param name as the archive has it
/// @param same how many entries of this name are ahead of it; -1 when no other has its name
public record ArchiveEntry(String name, int same) {

  /// Opens the first entry of a name in a zip or tar archive.
  ///
  /// @throws IOException when the archive cannot be read or has no such entry
  public static InputStream open(Path archive, String name) throws IOException {
    FileForm form = FileForm.of(archive);
    return form == FileForm.ZIP
        ? new ArchiveEntry(name, -1).openZip(archive)
        : openTar(archive, name, form);
  }

  /// How many bytes an entry takes in its archive; -1 where entries are not packed.
  public static long packed(Path archive, String name) throws IOException {
    FileForm form = FileForm.of(archive);
    if (form != FileForm.ZIP) {
      return form == FileForm.TAR_GZ ? Files.size(archive) : -1;
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      return entry == null ? 0 : Math.max(0, entry.getCompressedSize());
    }
  }

  private static InputStream openTar(Path archive, String name, FileForm form) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 64 << 10);
    InputStream plain = form == FileForm.TAR_GZ ? new GZIPInputStream(raw, 64 << 10) : raw;
    TarArchiveInputStream tar = new TarArchiveInputStream(plain);
    for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
      if (each.isFile() && each.getName().equals(name)) {
        return tar;
      }
    }
    tar.close();
    throw gone();
  }

  private static IOException gone() {
    return new IOException("the archive no longer holds it");
  }

  InputStream openZip(Path archive) throws IOException {
    if (same >= 0) {
      return openRepeated(archive);
    }
    ZipFile zip = new ZipFile(archive.toFile());
    ZipEntry found = zip.getEntry(name);
    if (found == null) {
      zip.close();
      throw gone();
    }
    return new ClosingBoth(zip.getInputStream(found), zip);
  }

  /// The JDK's reader finds one entry of a name only.
  private InputStream openRepeated(Path archive) throws IOException {
    var zip = org.apache.commons.compress.archivers.zip.ZipFile.builder().setPath(archive).get();
    List<ZipArchiveEntry> entries = new ArrayList<>();
    zip.getEntriesInPhysicalOrder(name).forEach(entries::add);
    if (same >= entries.size()) {
      zip.close();
      throw gone();
    }
    return new ClosingBoth(zip.getInputStream(entries.get(same)), zip);
  }

  private static final class ClosingBoth extends FilterInputStream {
    private final AutoCloseable archive;

    ClosingBoth(InputStream in, AutoCloseable archive) {
      super(in);
      this.archive = archive;
    }

    @Override
    public void close() throws IOException {
      super.close();
      try {
        archive.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
