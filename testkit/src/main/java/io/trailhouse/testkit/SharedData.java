package io.trailhouse.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Real sample data: a folder named by the system property `trailhouse.shared`, which the build
/// sets to `shared` beside the checkout. It is not part of the project, so a test that needs it is
/// skipped, and counted as skipped, where it is absent.
public final class SharedData {
  private SharedData() {}

  /// A file or folder below the data folder, such as `invictus-ir`; skips the test when absent.
  public static Path path(String below) {
    String shared = System.getProperty("trailhouse.shared", "../shared");
    Path path = Path.of(shared, "data").resolve(below).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.exists(path), () -> "needs the sample data " + below + ", absent at " + path);
    return path;
  }
}
