package io.trailhouse.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/// Outcomes that somebody has looked at and approved, in `src/test/golden/SUITE/CASE/` of the
/// module under test. `-Dgolden.approve=true` writes what came out as the new approved outcome; the
/// change is then looked at as any other.
public final class GoldenFile {
  private GoldenFile() {}

  /// Holds a text against the approved one.
  ///
  /// @param name suite, case and file, such as `reader/malformed/outcome.txt`
  public static void assertApproved(String name, String found) throws IOException {
    assertApproved(Path.of("src/test/golden").resolve(name), found);
  }

  /// Holds a text against an approved one that stands elsewhere, such as a page of the documents.
  public static void assertApproved(Path file, String found) throws IOException {
    if (Boolean.getBoolean("golden.approve")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, found);
    }
    String approved = Files.exists(file) ? Files.readString(file) : "";
    Assertions.assertEquals(approved, found, "differs from " + file + "; see -Dgolden.approve");
  }
}
