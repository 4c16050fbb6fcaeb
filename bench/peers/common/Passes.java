import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// Runs one piece of work some times in this process and prints a JSON line for each pass:
/// processor seconds of the whole process (compiler and collector threads included), wall seconds,
/// rows, the sum of the first eight hex digits of all event ids (the manifest's `id_sum`) and bytes
/// written.
final class Passes {

  /// What a pass came to. `idSum` and `bytesOut` are -1 where the work has none to tell.
  record Outcome(long rows, long idSum, long bytesOut) {}

  interface Work {
    Outcome run() throws Exception;
  }

  private Passes() {}

  static void run(int passes, Work work) throws Exception {
    for (int pass = 1; pass <= passes; pass++) {
      long cpu = processCpuNanos();
      long wall = System.nanoTime();
      Outcome outcome = work.run();
      System.out.printf(
          Locale.ROOT,
          "{\"pass\":%d,\"cpu_s\":%.3f,\"wall_s\":%.3f,\"rows\":%d,\"id_sum\":%d,"
              + "\"bytes_out\":%d}%n",
          pass,
          (processCpuNanos() - cpu) / 1e9,
          (System.nanoTime() - wall) / 1e9,
          outcome.rows(),
          outcome.idSum(),
          outcome.bytesOut());
    }
  }

  static long processCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
