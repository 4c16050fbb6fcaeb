package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// A small disk of its own, in memory.
record Mount(Path at) implements AutoCloseable {
  static Mount of(Path at, String size) throws IOException {
    Files.createDirectories(at);
    Program.Ended mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", "" + at);
    Assumptions.assumeTrue(
        mounted.exit() == 0, () -> "needs the right to mount a small disk: " + mounted.err());
    return new Mount(at);
  }

  void remount(String option) {
    Program.Ended ended = run("mount", "-o", "remount," + option, at.toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  private static Program.Ended run(String... command) {
    try {
      return Program.run(Path.of("/"), Map.of(), List.of(command));
    } catch (UncheckedIOException e) {
      return new Program.Ended(127, "", "there is no mount here\n");
    }
  }

  @Override
  public void close() {
    assertThat(run("umount", at.toString()).exit()).isZero();
  }
}
