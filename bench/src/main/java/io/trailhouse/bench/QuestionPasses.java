package io.trailhouse.bench;

import com.sun.management.OperatingSystemMXBean;
import io.trailhouse.platform.Platform;
import io.trailhouse.query.LakeFiles;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.query.QuerySettings;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Asks each question of a file some times in one process and prints a JSON line for each answer:
/// the warm half of the query figures, through the engine that `trailhouse query` uses.
///
/// Arguments: a home folder, a file of lines `name<TAB>sql`, how many times.
public final class QuestionPasses {
  private QuestionPasses() {}

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    int passes = Integer.parseInt(args[2]);
    try (Platform platform = Platform.openExisting(home);
        QueryEngine engine =
            QueryEngine.open(
                new LakeFiles(platform.lake()),
                QuerySettings.of(platform.scratch(), List.of(home.toAbsolutePath())))) {
      for (String line : Files.readAllLines(Path.of(args[1]))) {
        int tab = line.indexOf('\t');
        for (int pass = 1; pass <= passes; pass++) {
          ask(engine, line.substring(0, tab), line.substring(tab + 1), pass);
        }
      }
    }
  }

  private static void ask(QueryEngine engine, String name, String sql, int pass) {
    PrintStream out = System.out;
    long cpu = processCpuNanos();
    long wall = System.nanoTime();
    long rows = fetch(engine, sql);
    out.printf(
        Locale.ROOT,
        "{\"query\":\"%s\",\"pass\":%d,\"cpu_ms\":%.1f,\"wall_ms\":%.1f,\"rows\":%d}%n",
        name,
        pass,
        (processCpuNanos() - cpu) / 1e6,
        (System.nanoTime() - wall) / 1e6,
        rows);
  }

  /// Takes every value of every row, as somebody does who wants to see the answer.
  private static long fetch(QueryEngine engine, String sql) {
    long rows = 0;
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        rows++;
        for (int column = 0; column < answer.columns().size(); column++) {
          answer.value(column);
        }
      }
    }
    return rows;
  }

  private static long processCpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
