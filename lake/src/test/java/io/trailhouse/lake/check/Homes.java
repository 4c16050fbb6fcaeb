package io.trailhouse.lake.check;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.LocalFiles;
import io.trailhouse.lake.commit.Imports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.DataFile;

/// Files of a lake in tests, and ways to damage them.
final class Homes {
  private Homes() {}

  static List<Path> dataFiles(Lake lake) throws IOException {
    return Imports.files(lake).stream()
        .map(DataFile::location)
        .map(LocalFiles::path)
        .sorted()
        .toList();
  }

  static long rows(Lake lake, Path file) {
    try {
      return Imports.files(lake).stream()
          .filter(each -> LocalFiles.path(each.location()).equals(file))
          .mapToLong(DataFile::recordCount)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Turns one bit, and leaves the file's times as they were, as a disk that decays does.
  static void flip(Path file, long at) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      bytes[Math.toIntExact(at)] ^= 0x10;
      FileTime times = Files.getLastModifiedTime(file);
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, times);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void cut(Path file, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - bytes));
  }

  static CheckReport check(Lake lake, boolean deep) {
    return new LakeCheck(lake, deep, share -> {}).run();
  }
}
