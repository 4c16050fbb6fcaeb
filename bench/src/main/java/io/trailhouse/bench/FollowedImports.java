package io.trailhouse.bench;

import com.sun.management.OperatingSystemMXBean;
import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.LakeSpec;
import io.trailhouse.config.RulesSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.commit.CommittedEvents;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Collecting;
import io.trailhouse.platform.Platform;
import io.trailhouse.source.FolderSource;
import io.trailhouse.status.RulesStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What rules cost beside an import: the log files of a set go into an empty table while `serve`
/// follows it, without rules and with them, in turns and in one process. Counted is the processor
/// time of the whole process from the first file until every rule has seen the last event.
///
/// Arguments: a folder for homes, how many events there are, how many turns.
public final class FollowedImports {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int LOOK_AGAIN_MILLIS = 20;

  private final Path homes;
  private final long events;
  private final List<Variant> variants = new ArrayList<>();

  private FollowedImports(Path homes, long events) {
    this.homes = homes;
    this.events = events;
  }

  /// One way, with what its turns have cost and found.
  private record Variant(String name, RulesSpec rules, double[] seconds, long[] found) {}

  public static void main(String[] args) throws Exception {
    int turns = Integer.parseInt(args[2]);
    FollowedImports imports = new FollowedImports(Path.of(args[0]), Long.parseLong(args[1]));
    imports.add("import", List.of(), List.of(), turns);
    imports.add("with the built-in rules", List.of("builtin"), List.of(), turns);
    imports.add("and with all watches", List.of("builtin"), List.of("builtin", "cis"), turns);
    imports.run(turns);
  }

  /// Takes part, unless the property `bench.only` names another.
  private void add(String name, List<String> sigma, List<String> watches, int turns) {
    if (System.getProperty("bench.only", name).equals(name)) {
      RulesSpec rules = new RulesSpec(sigma, watches, null, null);
      variants.add(new Variant(name, rules, new double[turns], new long[turns]));
    }
  }

  /// A turn before the first warms the compiler up and is not counted.
  private void run(int turns) throws IOException, InterruptedException {
    for (int turn = -1; turn < turns; turn++) {
      for (Variant variant : variants) {
        Path home = Files.createTempDirectory(Files.createDirectories(homes), "home");
        try (Platform platform = Platform.open(home)) {
          measure(platform, variant, turn);
        } finally {
          delete(home);
        }
      }
    }
    variants.forEach(this::print);
  }

  private void measure(Platform platform, Variant variant, int turn)
      throws IOException, InterruptedException {
    boolean isFollowed = !variant.rules().isEmpty();
    try (Collecting serve = Collecting.start(platform, wanted(variant.rules()));
        CommittedEvents table = new CommittedEvents(platform.lake())) {
      while (isFollowed && serve.status().rules().position().isEmpty()) {
        pause(serve);
      }
      System.gc();
      long begun = PROCESS.getProcessCpuTime();
      importAll(platform);
      String end = table.head().toString();
      while (isFollowed && !serve.status().rules().position().equals(end)) {
        pause(serve);
      }
      double seconds = (PROCESS.getProcessCpuTime() - begun) / 1e9;
      RulesStatus said = serve.status().rules();
      if (isFollowed && said.inspected() != events) {
        throw new IllegalStateException(
            "%d of %d events were inspected".formatted(said.inspected(), events));
      }
      if (turn >= 0) {
        variant.seconds()[turn] = seconds;
        variant.found()[turn] = said.findings();
      }
    }
  }

  private static Collecting.Wanted wanted(RulesSpec rules) {
    TrailhouseConfig usual = ConfigFile.defaults();
    TrailhouseConfig config =
        new TrailhouseConfig(
            usual.lake(),
            usual.aws(),
            usual.sources(),
            usual.routes(),
            rules,
            usual.alerts(),
            usual.commit(),
            usual.upkeep(),
            usual.heal(),
            usual.server(),
            usual.settings());
    return new Collecting.Wanted(config, "bench", () -> LakeSpec.DEFAULT, over -> {});
  }

  private static void pause(Collecting serve) throws InterruptedException {
    if (serve.status().rules().problem() != null) {
      throw new IllegalStateException("rules: " + serve.status().rules().problem());
    }
    Thread.sleep(LOOK_AGAIN_MILLIS);
  }

  private void importAll(Platform platform) throws InterruptedException {
    IngestMetrics counters = new IngestMetrics();
    List<Path> folders = List.of(Path.of(LogFiles.FOLDER, "AWSLogs"));
    platform
        .pipeline(new FolderSource(folders, platform.scratch()), "import", counters)
        .run(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));
    if (counters.rows() != events) {
      throw new IllegalStateException(
          "%d of %d events are in the table".formatted(counters.rows(), events));
    }
  }

  private void print(Variant variant) {
    double[] ordered = variant.seconds().clone();
    Arrays.sort(ordered);
    String all =
        Arrays.stream(variant.seconds())
            .mapToObj(each -> String.format(Locale.ROOT, "%.3f", each))
            .collect(Collectors.joining(","));
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"rows\":%d,\"findings\":%d,\"cpu_s\":%.3f,\"turns_cpu_s\":[%s]}%n",
        variant.name(),
        events,
        variant.found()[0],
        ordered[ordered.length / 2],
        all);
  }

  private static void delete(Path home) throws IOException {
    try (Stream<Path> below = Files.walk(home)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
