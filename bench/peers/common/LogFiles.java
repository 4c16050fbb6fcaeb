import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The log files below a folder in the order of their names.
final class LogFiles {

  private LogFiles() {}

  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(path -> path.toString().endsWith(".json.gz")).sorted().toList();
    }
  }

  /// Every `step`th log file, so that small and large files keep their shares.
  static List<Path> sample(Path folder, int step) throws IOException {
    List<Path> all = below(folder);
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
  }

  /// The number of the first eight hex digits of an event id, as the manifest adds them up.
  static long idNumber(String eventId) {
    return eventId == null || eventId.length() < 8
        ? 0
        : Long.parseLong(eventId.substring(0, 8), 16);
  }

  static long size(Path fileOrFolder) throws IOException {
    try (Stream<Path> found = Files.walk(fileOrFolder)) {
      return found
          .filter(path -> path.toString().endsWith(".parquet"))
          .mapToLong(p -> p.toFile().length())
          .sum();
    }
  }
}
