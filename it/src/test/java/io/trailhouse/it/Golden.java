package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that people see, kept in `src/test/resources/golden` for review. With
/// `-Dgolden.approve=true` a test writes what it sees instead of comparing.
final class Golden {
  private Golden() {}

  /// Compares, after taking out what differs from run to run.
  ///
  /// @param folder the test's own folder, shown as FOLDER
  static void compare(String name, Program.Ended ended, Path folder) {
    compare(
        name,
        "$ exit " + ended.exit() + "\n--- out\n" + ended.out() + "--- err\n" + ended.err(),
        folder);
  }

  static void compare(String name, String text, Path folder) {
    String steady =
        text.replace(folder.toString(), "FOLDER")
            .replaceAll("in [\\d.,]+ s \\([\\d,]+ events/s\\)", "in N s (N events/s)")
            .replaceAll("(?m)^\\[[#.]+].*\n", "")
            .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+", "UUID");
    Path file = Program.checkout().resolve("it/src/test/resources/golden").resolve(name);
    try {
      if (Boolean.getBoolean("golden.approve")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, steady);
      }
      assertThat(steady).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
