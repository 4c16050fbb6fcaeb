package io.trailhouse.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// [TrailFiles] in a folder.
public final class FolderFiles implements TrailFiles {
  private static final String UNFINISHED = ".trailhouse-";
  private static final String ENDING = ".part";

  private final Path folder;

  /// Tells this program's unfinished files from another's.
  private final String own = UUID.randomUUID().toString();

  private final AtomicLong parts = new AtomicLong();

  private FolderFiles(Path folder) {
    this.folder = folder;
  }

  /// Makes the folder when it is not there, and removes what a run that was killed has left
  /// unfinished.
  public static FolderFiles open(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, UNFINISHED + "*" + ENDING)) {
      for (Path each : left) {
        Files.deleteIfExists(each);
      }
    }
    return new FolderFiles(folder);
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a key has folders");
  }

  @Override
  public List<String> named(String begin) throws IOException {
    Path first = folder.resolve(begin);
    String name = String.valueOf(first.getFileName());
    List<String> keys = new ArrayList<>();
    if (Files.isDirectory(parent(first))) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(
              parent(first), file -> String.valueOf(file.getFileName()).startsWith(name))) {
        files.forEach(file -> keys.add(folder.relativize(file).toString()));
      }
    }
    return keys;
  }

  @Override
  public @Nullable InputStream open(String key) throws IOException {
    try {
      return Files.newInputStream(folder.resolve(key));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void write(String key, byte[] content) throws IOException {
    Path target = folder.resolve(key);
    Files.createDirectories(parent(target));
    Path part = folder.resolve(UNFINISHED + own + "-" + parts.incrementAndGet() + ENDING);
    try {
      Files.write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
