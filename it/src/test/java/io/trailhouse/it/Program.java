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
  private static final int LONGEST_MINUTES = 10;

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
    try (Running running = start(folder, environment, command)) {
      return running.end();
    }
  }

  /// Starts `trailhouse` from the app folder and goes on. Ctrl-C reaches it even where the tests
  /// themselves run in the background, where shells have it ignored by everything they start.
  static Running startTrailhouse(Path folder, Map<String, String> environment, String... words) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(app().resolve("trailhouse").toString());
    command.addAll(Arrays.asList(words));
    return start(folder, environment, command);
  }

  static Running start(Path folder, Map<String, String> environment, List<String> command) {
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
      return new Running(process, command, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A program that was started and perhaps still runs. Closing it ends it by force.
  static final class Running implements AutoCloseable {
    private final Process process;
    private final List<String> command;
    private final Path out;
    private final Path err;

    Running(Process process, List<String> command, Path out, Path err) {
      this.process = process;
      this.command = command;
      this.out = out;
      this.err = err;
    }

    boolean isAlive() {
      return process.isAlive();
    }

    /// The launcher becomes the program, so this is the program's own.
    long pid() {
      return process.pid();
    }

    /// SIGKILL. Answers whether it still ran.
    boolean kill() {
      boolean hit = process.isAlive();
      process.destroyForcibly();
      join();
      return hit;
    }

    /// What it has printed so far.
    String printed() {
      try {
        return Files.readString(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// What it has said on standard error so far.
    String said() {
      try {
        return Files.readString(err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// What Ctrl-C sends.
    void interrupt() {
      run(Path.of("/"), Map.of(), List.of("kill", "-INT", Long.toString(pid())));
    }

    /// Waits for its end.
    Ended end() {
      join();
      try {
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void join() {
      try {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly().waitFor();
          throw new IllegalStateException("still running: " + command);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while waiting for " + command, e);
      }
    }

    @Override
    public void close() {
      kill();
      try {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
