package io.trailhouse.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// How much memory a process really takes, whoever in it asked for it.
final class ResidentMemory {
  private static final Path PROC = Path.of("/proc");
  private static final String FIELD = "VmRSS:";
  private static final long PS_SECONDS = 2;

  private ResidentMemory() {}

  /// Whether a look costs microseconds; otherwise it costs a process.
  static boolean isCheap() {
    return Files.isDirectory(PROC.resolve("self"));
  }

  /// Bytes of a process; 0 when it has ended or nobody can tell.
  static long of(long pid) {
    return isCheap() ? fromProc(pid) : fromPs(pid);
  }

  private static long fromProc(long pid) {
    try {
      String status = Files.readString(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1);
      int at = status.indexOf(FIELD);
      return at < 0
          ? 0
          : kilobytes(status.substring(at + FIELD.length(), status.indexOf("kB", at)));
    } catch (IOException e) {
      return 0;
    }
  }

  /// Systems without /proc have this program instead.
  private static long fromPs(long pid) {
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
              .redirectErrorStream(true)
              .start();
      if (!ps.waitFor(PS_SECONDS, TimeUnit.SECONDS)) {
        ps.destroyForcibly();
        return 0;
      }
      return kilobytes(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static long kilobytes(String number) {
    try {
      return Long.parseLong(number.strip()) * 1024;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
