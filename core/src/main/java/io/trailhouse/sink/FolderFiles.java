package io.trailhouse.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [TrailFiles] in a folder.
public final class FolderFiles implements TrailFiles {
  private final Path folder;
  private final WholeFiles files;

  private FolderFiles(Path folder, WholeFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /// Makes the folder when it is not there, and removes what a run that was killed has left
  /// unfinished.
  public static FolderFiles open(Path folder) throws IOException {
    return new FolderFiles(folder, WholeFiles.open(folder, false));
  }

  @Override
  public List<String> named(String begin) throws IOException {
    Path first = folder.resolve(begin);
    String name = String.valueOf(first.getFileName());
    List<String> keys = new ArrayList<>();
    if (Files.isDirectory(WholeFiles.parent(first))) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(
              WholeFiles.parent(first),
              file -> String.valueOf(file.getFileName()).startsWith(name))) {
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
    files.write(folder.resolve(key), content);
  }
}
