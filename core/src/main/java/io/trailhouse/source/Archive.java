package io.trailhouse.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A zip or tar archive of log files. Entry names are only read, never made into paths.
///
/// It is read to its last byte: what is damaged, cut, or no part of it is told as a delivery of the
/// archive itself that cannot be read, and the entries that can be read are lent all the same.
public final class Archive {
  private final Path path;
  private final LogFile file;
  private final Path scratch;

  /// @param file what the archive is as a file
  /// @param scratch a folder for large entries of a tar; made when needed
  public Archive(Path path, LogFile file, Path scratch) {
    this.path = path;
    this.file = file;
    this.scratch = scratch;
  }

  /// Lends every entry, and the archive itself at the end when something is wrong with it;
  /// otherwise says that it is sound.
  ///
  /// @throws IOException when its bytes cannot be read, or the scratch folder not be written
  public void deliver(Source.Listener listener) throws IOException, InterruptedException {
    Entries entries = new Entries(path, file, scratch, listener);
    FileForm form = FileForm.of(path);
    try {
      if (form == FileForm.ZIP) {
        new ZipReader(path, entries).read();
      } else {
        TarReader.read(path, form == FileForm.TAR_GZ, entries);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    entries.end();
  }
}
