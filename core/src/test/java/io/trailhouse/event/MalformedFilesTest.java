package io.trailhouse.event;

import io.trailhouse.fixture.GoldenFile;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What becomes of each malformed file that people have published, word for word (spec: records.md,
/// R7 to R10).
final class MalformedFilesTest {
  @Test
  void eachHasTheOutcomeThatWasApproved() throws IOException {
    Path folder = SharedData.path("malformed");
    StringBuilder outcome = new StringBuilder();
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          ReadReport report = new EventReader().read(in, batch -> {});
          outcome.append(folder.relativize(file).toString().replace('\\', '/'));
          outcome.append(": %s, %d records%n".formatted(report.content(), report.records()));
          for (ReadReport.ParseProblem problem : report.problems()) {
            outcome.append("  %s at %d: ".formatted(problem.code(), problem.offset()));
            outcome
                .append(problem.problem().replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n');
          }
        }
      }
    }
    GoldenFile.assertApproved("reader/malformed/outcome.txt", outcome.toString());
  }
}
