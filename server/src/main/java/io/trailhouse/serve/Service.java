package io.trailhouse.serve;

import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.SourceStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All feeds and upkeep together: started, looked at, stopped.
public final class Service {
  private final List<Feed> feeds = new ArrayList<>();
  private final UpkeepLoop upkeep;
  private final String version;
  private final Instant startedAt;
  private boolean stopping;

  public Service(UpkeepLoop upkeep, String version, InstantSource clock) {
    this.upkeep = upkeep;
    this.version = version;
    this.startedAt = clock.instant();
  }

  /// Begins upkeep.
  public void start() {
    upkeep.start();
  }

  /// Begins a feed; nothing happens once the service is stopping.
  public synchronized void add(Feed feed) {
    if (!stopping) {
      feeds.add(feed);
      feed.start();
    }
  }

  /// What it says of itself at this moment.
  public synchronized ServeStatus status() {
    Map<String, List<Feed>> byName = new LinkedHashMap<>();
    for (Feed feed : feeds) {
      byName.computeIfAbsent(feed.plan().name(), name -> new ArrayList<>()).add(feed);
    }
    return new ServeStatus(
        version,
        startedAt,
        byName.entrySet().stream()
            .map(source -> status(source.getKey(), source.getValue()))
            .toList(),
        List.of(),
        RulesStatus.NONE,
        upkeep.status(),
        List.of(),
        List.of());
  }

  private static SourceStatus status(String name, List<Feed> feeds) {
    Map<String, String> ofAccounts = new TreeMap<>();
    OpenSource.Trouble first = null;
    Instant since = feeds.get(0).since();
    for (Feed feed : feeds) {
      OpenSource.Trouble trouble = feed.trouble();
      String account = feed.plan().account();
      if (trouble != null && account != null) {
        ofAccounts.put(account, trouble.problem());
      } else if (trouble != null && first == null) {
        first = trouble;
        since = feed.since();
      }
    }
    String state = first == null ? "RUNNING" : first.refused() ? "REFUSED" : "RETRYING";
    List<String> ways = feeds.stream().map(feed -> feed.plan().way()).distinct().toList();
    CarryCounters counters = feeds.get(0).plan().counters();
    return new SourceStatus(
        name,
        String.join("+", ways),
        state,
        first == null ? null : first.problem(),
        since,
        ofAccounts,
        counts(counters, feeds),
        newest(counters));
  }

  private static Map<String, Long> counts(CarryCounters counters, List<Feed> feeds) {
    Map<String, Long> counts = new LinkedHashMap<>();
    // what is done is read first, so that what waits is never below zero
    long done = counters.filesDone();
    long known = counters.filesKnown();
    long unreadable = counters.unreadable();
    long found = counters.filesFound();
    counts.put("files_found", found);
    counts.put("files_done", done);
    counts.put("files_known", known);
    counts.put("files_unreadable", unreadable);
    counts.put("files_waiting", Math.max(0, found - done - known - unreadable));
    counts.put("files_quarantined", counters.quarantined());
    counts.put("files_digest", counters.digests());
    counts.put("events_found", counters.records());
    counts.put("events_stored", counters.rows());
    counts.put("events_duplicate", counters.duplicates());
    counts.put("events_untimed", counters.untimed());
    counts.put("events_future", counters.future());
    counts.put("left_alone", counters.leftAlone());
    for (Feed feed : feeds) {
      feed.gauges().forEach((gauge, number) -> counts.merge(gauge, number, Long::sum));
    }
    return counts;
  }

  private static @Nullable Instant newest(CarryCounters counters) {
    Long micros = counters.newestEvent();
    return micros == null
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  /// Ends all: what is being read is committed, then messages are deleted; returns when that is
  /// done.
  public void stop() throws InterruptedException {
    List<Feed> ending;
    synchronized (this) {
      stopping = true;
      ending = List.copyOf(feeds);
    }
    upkeep.stop();
    ending.forEach(Feed::stop);
    for (Feed feed : ending) {
      feed.join();
    }
  }
}
