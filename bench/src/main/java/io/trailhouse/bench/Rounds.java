package io.trailhouse.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Measures several ways to do the same in one run: each is warmed up, then all take turns, so that
/// whatever else the machine does falls on all of them. Counted is processor time, wall time never.
final class Rounds {
  private static final double WARM_UP = 2;
  private static final double LEAST = 0.3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  /// One way.
  interface Pass {
    /// Goes through all records once and gives the number of matches.
    long run() throws Exception;
  }

  /// @param conditions how many of them it asks
  /// @param rows how many records a pass goes through
  /// @param expected how many matches a pass has to find
  /// @param whole whether the whole process counts, compiler and collector too, and not one thread
  record Variant(String name, int conditions, long rows, long expected, boolean whole, Pass pass) {}

  private final int rounds;
  private final List<Variant> variants = new ArrayList<>();

  Rounds(int rounds) {
    this.rounds = rounds;
  }

  /// Takes part, unless the property `bench.only` names another.
  void add(Variant variant) {
    String only = System.getProperty("bench.only", variant.name());
    if (only.equals(variant.name())) {
      variants.add(variant);
    }
  }

  /// Measures, and prints one line of JSON for each.
  void run() throws Exception {
    double[][] seconds = new double[variants.size()][rounds];
    for (Variant variant : variants) {
      passes(variant, WARM_UP);
    }
    for (int round = 0; round < rounds; round++) {
      for (int each = 0; each < seconds.length; each++) {
        seconds[each][round] = passes(variants.get(each), LEAST);
      }
    }
    for (int each = 0; each < seconds.length; each++) {
      print(variants.get(each), seconds[each]);
    }
  }

  /// Seconds of one pass, over as many as take at least so long.
  private static double passes(Variant variant, double least) throws Exception {
    long begun = now(variant.whole());
    int passes = 0;
    double spent;
    do {
      long found = variant.pass().run();
      if (found != variant.expected()) {
        throw new IllegalStateException(
            "%s found %d matches instead of %d"
                .formatted(variant.name(), found, variant.expected()));
      }
      passes++;
      spent = (now(variant.whole()) - begun) / 1e9;
    } while (spent < least);
    return spent / passes;
  }

  private static long now(boolean whole) {
    return whole ? PROCESS.getProcessCpuTime() : THREADS.getCurrentThreadCpuTime();
  }

  private static void print(Variant variant, double[] seconds) {
    double[] ordered = seconds.clone();
    Arrays.sort(ordered);
    String all =
        Arrays.stream(seconds)
            .mapToObj(each -> String.format(Locale.ROOT, "%.4f", each))
            .collect(Collectors.joining(","));
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"conditions\":%d,\"rows\":%d,\"matches\":%d,\"cpu_s\":%.5f,"
            + "\"rounds_cpu_s\":[%s]}%n",
        variant.name(),
        variant.conditions(),
        variant.rows(),
        variant.expected(),
        ordered[ordered.length / 2],
        all);
  }
}
