package io.trailhouse.durable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One file that is replaced whole and is on the disk before the next step, so that a crash leaves
/// the old content or the new one. One writer at a time; whoever has several sees to that.
public final class DurableFile {
  /// What is behind the name of a file under way. It is written over by the next write.
  public static final String PART = ".part";

  private final Path file;

  /// @param file its folder is made when needed, in one that is there
  public DurableFile(Path file) {
    this.file = file;
  }

  /// Writes content to a stream; when it throws, the file stays as it was.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// What was written last; null when nothing was.
  public byte @Nullable [] read() throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  /// Replaces the content.
  public void write(byte[] content) throws IOException {
    write(out -> out.write(content));
  }

  /// Replaces the content.
  public void write(Content content) throws IOException {
    try (PartFile part = begun(content)) {
      part.replace(file);
    }
  }

  /// Writes the file where there is none; false when there is one, which stays as it is.
  public boolean create(byte[] content) throws IOException {
    try (PartFile part = begun(out -> out.write(content))) {
      return part.create(file);
    }
  }

  private PartFile begun(Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Folders.make(folder);
    }
    PartFile part = PartFile.open(file.resolveSibling(file.getFileName() + PART));
    try {
      content.writeTo(part.out());
      return part;
    } catch (IOException | RuntimeException | Error e) {
      part.close();
      throw e;
    }
  }

  /// Forgets it, also over a loss of power.
  public void remove() throws IOException {
    if (Files.deleteIfExists(file)) {
      Folders.forceAround(file);
    }
  }
}
