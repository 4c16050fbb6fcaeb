package io.trailhouse.destination;

import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [TrailFiles] in a folder.
public final class FolderFiles implements TrailFiles {
  private final WholeFiles files;

  private FolderFiles(WholeFiles files) {
    this.files = files;
  }

  /// Makes the folder when it is not there, and removes what a run that was killed has left
  /// unfinished.
  ///
  /// @throws TrailhouseException with WRONG_USE when nothing may be written there
  public static FolderFiles open(Path folder, OutputPlace place) throws IOException {
    return new FolderFiles(WholeFiles.open(folder, place, false));
  }

  @Override
  public List<String> named(String begin) throws IOException {
    Path folder = files.file("");
    Path first = files.file(begin);
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
    Path file = files.file(key);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    files.requireFile(file);
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void write(String key, byte[] content) throws IOException {
    files.write(files.file(key), content);
  }
}
