package io.trailhouse.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The bounds of all queries of an engine.
///
/// @param memory bytes that all running queries may use together before they spill or fail
/// @param threads how many threads they share
/// @param timeLimit how long one query may run, its result's reading included
/// @param scratch where what does not fit into memory goes, and results on their way to a file
/// @param readable the folders that hold the table's files
public record QuerySettings(
    long memory, int threads, Duration timeLimit, Scratch scratch, List<Path> readable) {

  private static final long MIB = 1024 * 1024;

  public QuerySettings {
    readable = List.copyOf(readable);
  }

  /// A folder of the engine's own, created when needed, and how many bytes may lie there at once.
  public record Scratch(Path folder, long bytes) {}

  /// Half of what the machine has in memory, every core, an hour, and 20 GiB of scratch space.
  public static QuerySettings of(Path scratch, List<Path> readable) {
    long machine =
        java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : 4096 * MIB;
    return new QuerySettings(
        Math.max(512 * MIB, machine / 2),
        Runtime.getRuntime().availableProcessors(),
        Duration.ofHours(1),
        new Scratch(scratch, 20 * 1024 * MIB),
        readable);
  }

  /// The same with another time limit.
  public QuerySettings timeLimit(Duration limit) {
    return new QuerySettings(memory, threads, limit, scratch, readable);
  }

  /// The same with another memory limit, in bytes.
  public QuerySettings memory(long bytes) {
    return new QuerySettings(bytes, threads, timeLimit, scratch, readable);
  }
}
