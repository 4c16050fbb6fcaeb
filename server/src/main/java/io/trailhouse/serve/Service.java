package io.trailhouse.serve;

import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.SourceStatus;
import io.trailhouse.status.Trouble;
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
  private final String home;
  private final Instant startedAt;
  private boolean stopping;

  /// @param home for people
  public Service(UpkeepLoop upkeep, String version, String home, InstantSource clock) {
    this.upkeep = upkeep;
    this.version = version;
    this.home = home;
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

  /// What else there is to be said.
  ///
  /// @param head where the table ends
  /// @param others problems of nothing that has a status of its own
  /// @param findings what is missing in the table
  public record Others(
      String head,
      List<RouteStatus> routes,
      RulesStatus rules,
      List<Problem> others,
      List<String> findings) {}

  /// What it says of itself at this moment.
  public synchronized ServeStatus status(Others more) {
    Map<String, List<Feed>> byName = new LinkedHashMap<>();
    for (Feed feed : feeds) {
      byName.computeIfAbsent(feed.plan().name(), name -> new ArrayList<>()).add(feed);
    }
    List<Problem> others = new ArrayList<>(more.others());
    List<SourceStatus> sources = new ArrayList<>();
    byName.forEach((name, ways) -> sources.add(status(name, ways, others)));
    return new ServeStatus(
        version,
        home,
        startedAt,
        more.head(),
        sources,
        more.routes(),
        more.rules(),
        upkeep.status(),
        others,
        more.findings());
  }

  /// @param more gets what is wrong with a second way of the same source or account
  private static SourceStatus status(String name, List<Feed> feeds, List<Problem> more) {
    Map<String, Trouble> ofAccounts = new TreeMap<>();
    Feed.Failure first = null;
    Instant since = feeds.get(0).since();
    for (Feed feed : feeds) {
      Feed.Failure failed = feed.trouble();
      String account = feed.plan().account();
      if (failed == null) {
        continue;
      }
      if (account == null ? first != null : ofAccounts.containsKey(account)) {
        String of = account == null ? "" : ", account " + account;
        more.add(
            new Problem("source " + name + of + " by its " + feed.plan().way(), failed.trouble()));
      } else if (account != null) {
        ofAccounts.put(account, failed.trouble());
      } else {
        first = failed;
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
        first == null ? null : first.trouble(),
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
