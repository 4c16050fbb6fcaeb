package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.TrailObjects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example program of the library runs as it says.
class ExampleIT {
  private static final Instant AT = Instant.parse("2026-05-01T08:05:00Z");

  @TempDir private Path folder;

  @Test
  void theExamplePrintsTheEventsOfAQueue() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    Random dice = new Random(1);
    String key = TrailObjects.key("AWSLogs/", "111122223333", "us-east-1", AT, dice);
    trail.put(key, TrailObjects.file(TrailObjects.ids(3, dice), "111122223333", "us-east-1", AT));
    trail.announce(key);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Program.app().resolve("lib") + "/*",
            Program.checkout().resolve("examples/PrintEvents.java").toString(),
            trail.queue);
    try (Program.Running example =
        Program.start(folder, trail.environment(trail.doubles.s3Endpoint()), command)) {
      Await.until(() -> trail.messages() == 0);
      assertThat(example.printed().lines())
          .hasSize(3)
          .allMatch(line -> line.matches("2026-05-01T08:\\d\\d:\\d\\dZ AssumeRole"));
    }
  }
}
