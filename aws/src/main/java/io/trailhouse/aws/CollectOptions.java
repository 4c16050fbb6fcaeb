package io.trailhouse.aws;

import java.nio.file.Path;
import java.time.Duration;

/// How much a source of log files does at once.
///
/// @param scratch a folder for files too large for memory; made when needed
/// @param memory how many bytes of fetched files may wait at a time
/// @param downloads how many files are fetched at once
/// @param receivers how many requests for messages wait at once
/// @param messages how many messages may be in flight; SQS allows about 120,000 of a standard queue
/// @param visibility how long a message stays hidden before it is asked for again, 1 second or more
/// @param retry how long a message that failed stays hidden the first time; doubled each time
/// @param poisonAfter how often a message is received before a failure that does not pass puts it
///   aside
public record CollectOptions(
    Path scratch,
    long memory,
    int downloads,
    int receivers,
    int messages,
    Duration visibility,
    Duration retry,
    int poisonAfter) {
  private static final long MIB = 1L << 20;

  /// What suits one queue and two cores.
  public static CollectOptions defaults(Path scratch) {
    return new CollectOptions(
        scratch, 64 * MIB, 8, 4, 20_000, Duration.ofMinutes(2), Duration.ofSeconds(30), 5);
  }

  /// The same with other times, for queues that are not AWS's.
  public CollectOptions waiting(Duration hidden, Duration first) {
    return new CollectOptions(
        scratch, memory, downloads, receivers, messages, hidden, first, poisonAfter);
  }
}
