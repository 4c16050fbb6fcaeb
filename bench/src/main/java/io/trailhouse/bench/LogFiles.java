package io.trailhouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Log files of a generated data set in memory, so that no measurement waits for a disk.
///
/// @param gzipped each file as it is stored
record LogFiles(List<byte[]> gzipped) {
  /// The folder of the data set; `bench/generate` makes it.
  static final String FOLDER = System.getProperty("bench.set", "bench/data/main");

  /// Some files spread evenly over the set, so that small and large ones keep their shares.
  static LogFiles sample(int count) throws IOException {
    List<Path> all = below(Path.of(FOLDER));
    int step = Math.max(1, all.size() / count);
    return new LogFiles(
        Stream.iterate(0, at -> at < all.size(), at -> at + step)
            .map(at -> bytes(all.get(at)))
            .toList());
  }

  /// All log files below a folder, by name.
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(path -> path.toString().endsWith(".json.gz")).sorted().toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
