package io.trailhouse.query;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One process of a [QueryPool], from its start to its end. It has a folder of its own for all that
/// it writes, and gets nothing of this process's environment but what names files and languages.
final class WorkerProcess {
  /// Java's heap in it: rows on their way, not the engine's memory.
  static final long HEAP = 256L << 20;

  private static final Set<String> PASSED_ON = Set.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ");
  private static final String ERRORS = "errors.log";
  private static final int MOST_ERRORS = 2000;

  /// Threads' stacks, compiled code and Java's own tables, which the system counts as data too.
  private static final long ROOM = 1L << 30;

  final DataInputStream in;
  final DataOutputStream out;
  private final Process process;
  private final Path folder;
  private volatile QueryLimit.@Nullable Reason killedFor;

  private WorkerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /// Starts a process, which takes a moment to be ready.
  static WorkerProcess start(QuerySettings settings, String classPath) throws IOException {
    Path folder = settings.scratch().folder();
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(command(settings, classPath, folder));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED_ON);
    builder.directory(folder.toFile()).redirectError(folder.resolve(ERRORS).toFile());
    return new WorkerProcess(builder.start(), folder);
  }

  /// Waits until it can take a statement.
  void awaitReady(QuerySettings settings) throws IOException {
    try {
      out.writeByte(WorkerWire.SETTINGS);
      WorkerWire.settings(out, settings);
      out.flush();
      if (in.readUnsignedByte() != WorkerWire.READY) {
        throw new IOException("it answers something else than that it is ready");
      }
    } catch (IOException e) {
      throw new IOException("a query process does not start: " + errors(), e);
    }
  }

  /// The shell sets the hard bound, since Java has no call for it: what goes over it gets no
  /// memory.
  private static List<String> command(QuerySettings settings, String classPath, Path folder) {
    long most = (Watch.lastBound(settings.memory(), HEAP) + ROOM) / 1024;
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of("/bin/sh", "-c", "ulimit -d \"$0\" 2>/dev/null; exec \"$@\"", Long.toString(most)));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> word.startsWith("-XX:AOTCache="))
        .forEach(words::add);
    words.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+SuppressFatalErrorMessage",
            "-XX:+DisplayVMOutputToStderr", // only messages may reach the pool
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xms32m",
            "-Xmx" + HEAP / 1024 + "k",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            classPath,
            QueryWorker.class.getName()));
    return words;
  }

  /// What it wrote to standard error, in one line.
  private String errors() {
    try {
      String text = Files.readString(folder.resolve(ERRORS), StandardCharsets.ISO_8859_1).strip();
      return text.substring(0, Math.min(MOST_ERRORS, text.length())).replace('\n', ' ');
    } catch (IOException e) {
      return "it says nothing";
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// Ends it now. Whoever reads from it finds the end of the stream, and this reason.
  ///
  /// @param reason null when nothing runs in it
  void kill(QueryLimit.@Nullable Reason reason) {
    if (killedFor == null) {
      killedFor = reason;
    }
    process.destroyForcibly();
  }

  QueryLimit.@Nullable Reason killedFor() {
    return killedFor;
  }

  /// How it ended, for people; waits until it has.
  int exitCode() {
    return process.onExit().join().exitValue();
  }

  /// Does something once it has ended, however that came.
  void whenEnded(Runnable then) {
    CompletableFuture<Void> _ = process.onExit().thenRun(then);
  }

  /// Removes what it left.
  void clean() {
    process.onExit().join();
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Whoever cleans the folder above takes it away.
    }
  }
}
