package io.trailhouse.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts programs as a shell would and waits for their end; the real ones, with their own Java.
final class Program {
  private static final int LONGEST_MINUTES = 5;

  private Program() {}

  /// What a program left behind.
  ///
  /// @param exit its exit code
  /// @param out its standard output
  /// @param err its standard error
  record Ended(int exit, String out, String err) {}

  static Path checkout() {
    return Path.of(System.getProperty("trailhouse.root", "..")).toAbsolutePath().normalize();
  }

  /// The app folder that the build made: launcher, jars and native library.
  static Path app() {
    return checkout().resolve("server/target/trailhouse");
  }

  /// Runs `trailhouse` from the app folder.
  static Ended trailhouse(Path folder, String... words) {
    List<String> command = new ArrayList<>();
    command.add(app().resolve("trailhouse").toString());
    command.addAll(Arrays.asList(words));
    return run(folder, Map.of(), command);
  }

  static Ended run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("trailhouse-out", ".txt");
      Path err = Files.createTempFile("trailhouse-err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().remove("TRAILHOUSE_HOME");
      builder.environment().putAll(environment);
      Process process =
          builder
              .directory(folder.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("still running: " + command);
      }
      Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }
}
