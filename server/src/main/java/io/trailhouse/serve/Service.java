package io.trailhouse.serve;

import io.trailhouse.pipeline.IngestMetrics;
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

/// What the sources, upkeep and all the rest say of themselves, in one answer.
public final class Service {
  private final List<SourceRunner> runners = new ArrayList<>();
  private final UpkeepLoop upkeep;
  private final String version;
  private final String home;
  private final Instant startedAt;

  /// @param home for people
  public Service(UpkeepLoop upkeep, String version, String home, InstantSource clock) {
    this.upkeep = upkeep;
    this.version = version;
    this.home = home;
    this.startedAt = clock.instant();
  }

  /// Starts a source, and tells of it from now on.
  public synchronized void add(SourceRunner runner) {
    runners.add(runner);
    runner.start();
  }

  /// What else there is to be said.
  ///
  /// @param head where the table ends
  /// @param others problems of nothing that has a status of its own
  /// @param gaps what is missing in the table
  public record Others(
      String head,
      List<RouteStatus> routes,
      RulesStatus rules,
      List<Problem> others,
      List<String> gaps) {}

  /// What it says of itself at this moment.
  public synchronized ServeStatus status(Others more) {
    Map<String, List<SourceRunner>> byName = new LinkedHashMap<>();
    for (SourceRunner runner : runners) {
      byName.computeIfAbsent(runner.definition().name(), name -> new ArrayList<>()).add(runner);
    }
    List<Problem> others = new ArrayList<>(more.others());
    List<SourceStatus> sources = new ArrayList<>();
    byName.forEach((name, each) -> sources.add(status(name, each, others)));
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
        more.gaps());
  }

  /// @param more gets what is wrong with a second reader of the same source or account
  private static SourceStatus status(String name, List<SourceRunner> runners, List<Problem> more) {
    Map<String, Trouble> ofAccounts = new TreeMap<>();
    SourceRunner.Failure first = null;
    Instant since = runners.get(0).since();
    for (SourceRunner runner : runners) {
      SourceRunner.Failure failed = runner.trouble();
      String account = runner.definition().account();
      if (failed == null) {
        continue;
      }
      if (account == null ? first != null : ofAccounts.containsKey(account)) {
        String of = account == null ? "" : ", account " + account;
        more.add(
            new Problem(
                "source " + name + of + " by its " + runner.definition().kind(), failed.trouble()));
      } else if (account != null) {
        ofAccounts.put(account, failed.trouble());
      } else {
        first = failed;
        since = runner.since();
      }
    }
    String well = runners.stream().anyMatch(SourceRunner::isWaiting) ? "WAITING" : "RUNNING";
    String state = first == null ? well : first.state();
    List<String> kinds =
        runners.stream().map(runner -> runner.definition().kind()).distinct().toList();
    IngestMetrics counters = runners.get(0).definition().counters();
    return new SourceStatus(
        name,
        String.join("+", kinds),
        state,
        first == null ? null : first.trouble(),
        since,
        ofAccounts,
        counts(counters, runners),
        newest(counters));
  }

  private static Map<String, Long> counts(IngestMetrics counters, List<SourceRunner> runners) {
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
    for (SourceRunner runner : runners) {
      runner.gauges().forEach((gauge, number) -> counts.merge(gauge, number, Long::sum));
    }
    return counts;
  }

  private static @Nullable Instant newest(IngestMetrics counters) {
    Long micros = counters.newestEvent();
    return micros == null
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
