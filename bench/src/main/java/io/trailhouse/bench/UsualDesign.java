package io.trailhouse.bench;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/// The backfill that people build today, re-enacted on paper: a state machine goes through the time
/// in slices of 30 minutes and waits for the slowest account and Region of each; a function takes
/// each slice by five minutes, asks page by page with 0.6 seconds between two pages, takes at most
/// 10,000 events of the five minutes, and writes them as one object. Both ends of each five minutes
/// are asked for. Nothing goes wrong in it: no throttling, no fault, no limit of a function's time.
final class UsualDesign {
  private static final long SLICE = 1_800;
  private static final long STEP = 300;
  private static final long MOST = 10_000;
  private static final int PAGE = 50;
  private static final double PAUSE = 0.6;

  /// For starting a slice's functions and answering a page, both on the quick side.
  private static final double START = 1;

  private static final double ANSWER = 0.15;

  private final long from;
  private final long to;

  UsualDesign(Instant start, Instant end) {
    this.from = start.getEpochSecond();
    this.to = end.getEpochSecond();
  }

  /// What it takes, as JSON: seconds, calls, events lost and events written twice.
  String work(Map<String, long[]> partitions) {
    double seconds = 0;
    long calls = 0;
    long lost = 0;
    long doubled = 0;
    for (long slice = from; slice <= to; slice += SLICE) {
      double slowest = 0;
      for (long[] partition : partitions.values()) {
        double mine = START;
        for (long step = slice; step < slice + SLICE; step += STEP) {
          long events = count(partition, step, step + STEP);
          long pages = Math.max(1, Math.min(MOST, events + PAGE - 1) / PAGE);
          calls += pages;
          mine += pages * (PAUSE + ANSWER);
          lost += Math.max(0, events - MOST);
          doubled += count(partition, step + STEP, step + STEP);
        }
        slowest = Math.max(slowest, mine);
      }
      seconds += slowest;
    }
    return "{\"seconds\":%.0f,\"calls\":%d,\"lost\":%d,\"doubled\":%d}"
        .formatted(seconds, calls, lost, doubled);
  }

  /// Events from one second to another, both in it.
  private static long count(long[] seconds, long first, long last) {
    return at(seconds, last + 1) - at(seconds, first);
  }

  /// The number of the first event that is not before a second.
  private static long at(long[] seconds, long second) {
    int found = Arrays.binarySearch(seconds, second);
    int at = found < 0 ? -found - 1 : found;
    while (at > 0 && seconds[at - 1] == second) {
      at--;
    }
    return at;
  }
}
