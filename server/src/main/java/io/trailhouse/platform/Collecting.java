package io.trailhouse.platform;

import io.trailhouse.config.LakeSpec;
import io.trailhouse.config.SourceSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.AppendOptions;
import io.trailhouse.lake.CommittedEvents;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.serve.Appenders;
import io.trailhouse.serve.Feed;
import io.trailhouse.serve.Journal;
import io.trailhouse.serve.Rounds;
import io.trailhouse.serve.Service;
import io.trailhouse.serve.UpkeepLoop;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that `serve` runs on one home folder, from the configuration.
public final class Collecting implements AutoCloseable {
  private static final Duration ACCOUNTS_EVERY = Duration.ofHours(1);
  private static final Duration ACCOUNTS_AGAIN = Duration.ofMinutes(1);
  private static final Duration HEAD_EVERY = Duration.ofSeconds(10);
  private static final long MIB = 1L << 20;

  /// A system property: for how many seconds a line of the log tells what went through.
  private static final String MINUTE = "trailhouse.minute";

  /// What all feeds together may hold of records that are not written yet.
  private static final long CHUNKS = 192 * MIB;

  private static final long SMALLEST_CHUNK = 4 * MIB;
  private static final long LARGEST_CHUNK = 48 * MIB;
  private static final long KEYS = 128 * MIB;

  private final Platform platform;
  private final TrailhouseConfig config;
  private final AwsSources sources;
  private final Service service;
  private final Feed.Table table;
  private final Map<String, CarryCounters> counters = new HashMap<>();
  private final Set<String> fed = new HashSet<>();
  private final Rounds accounts =
      new Rounds("accounts", "aws.accounts", ACCOUNTS_AGAIN, this::lookForAccounts);
  private final HoleWatch holes;
  private final Routing routing;
  private final @Nullable Detecting detecting;
  private final Journal journal;
  private final CommittedEvents events;
  private final Rounds heads = new Rounds("head", "the home folder", HEAD_EVERY, this::lookForHead);
  private volatile String head = "";

  private Collecting(
      Platform platform, TrailhouseConfig config, String version, Supplier<LakeSpec> lake) {
    ConfigCheck.requireDestinations(config);
    this.platform = platform;
    this.config = config;
    this.sources = new AwsSources(config.aws(), platform);
    UpkeepLoop upkeep =
        new UpkeepLoop(
            platform.lake(),
            () -> Platform.retention(lake.get()),
            config.upkeep().every(),
            platform.clock());
    this.service = new Service(upkeep, version, platform.home().toString(), platform.clock());
    Appenders appenders = new Appenders(platform.lake(), options(config), platform.clock());
    this.table =
        new Feed.Table(
            appenders, platform.quarantine(), platform.digests(), config.commit().every());
    this.detecting = Detecting.start(platform, config);
    this.routing = Routing.start(platform, config, System.out);
    this.holes =
        new HoleWatch(platform, new Healing(platform, config.aws(), config.heal(), appenders));
    this.events = new CommittedEvents(platform.lake());
    this.journal = new Journal(this::status, platform.clock(), minute());
  }

  private static Duration minute() {
    return Duration.ofSeconds(Long.getLong(MINUTE, Duration.ofMinutes(1).toSeconds()));
  }

  private static AppendOptions options(TrailhouseConfig config) {
    AppendOptions usual = AppendOptions.named("serve");
    int ways = Math.max(1, 2 * config.sources().size());
    long chunk = Math.clamp(CHUNKS / (2L * ways), SMALLEST_CHUNK, LARGEST_CHUNK);
    return new AppendOptions(usual.source(), chunk, usual.commitRows(), KEYS);
  }

  /// Starts all that the configuration names.
  ///
  /// @param lake what the configuration says of the lake at the moment: retention and holds count
  ///   as soon as they are written there
  public static Collecting start(
      Platform platform, TrailhouseConfig config, String version, Supplier<LakeSpec> lake) {
    Collecting collecting = new Collecting(platform, config, version, lake);
    new Inventory(config, collecting.detecting == null ? null : collecting.detecting.loaded())
        .log();
    collecting.journal.start();
    collecting.heads.start();
    collecting.service.start();
    collecting.holes.start();
    boolean ofEachAccount = false;
    for (SourceSpec spec : config.sources()) {
      if (AwsSources.isOfEachAccount(spec)) {
        ofEachAccount = true;
      } else {
        collecting.feed(spec, null);
      }
    }
    if (ofEachAccount) {
      collecting.accounts.start();
    }
    return collecting;
  }

  private void feed(SourceSpec spec, @Nullable String account) {
    if (!fed.add(spec.name() + " " + account)) {
      return;
    }
    CarryCounters ofSource = counters.computeIfAbsent(spec.name(), name -> new CarryCounters());
    for (AwsSources.Way way : sources.ways(spec, account)) {
      Feed.Plan plan =
          new Feed.Plan(spec.name(), way.kind(), way.account(), way.opening(), ofSource);
      service.add(new Feed(plan, table, platform.clock()));
    }
  }

  /// Accounts come and go in an organization; one that left costs a refusal in the status.
  private Duration lookForAccounts() {
    List<String> ids = sources.accounts();
    for (SourceSpec spec : config.sources()) {
      if (AwsSources.isOfEachAccount(spec)) {
        ids.forEach(id -> feed(spec, id));
      }
    }
    return ACCOUNTS_EVERY;
  }

  private Duration lookForHead() {
    head = events.head().toString();
    return HEAD_EVERY;
  }

  /// What it says of itself.
  public ServeStatus status() {
    List<Problem> others = new ArrayList<>();
    Trouble ofAccounts = accounts.trouble();
    if (ofAccounts != null) {
      others.add(new Problem("accounts", ofAccounts));
    }
    Trouble ofTable = heads.trouble();
    if (ofTable != null) {
      others.add(new Problem("table", ofTable));
    }
    others.addAll(holes.problems());
    others.addAll(routing.problems());
    return service.status(
        new Service.Others(
            head,
            routing.status(),
            detecting == null ? RulesStatus.NONE : detecting.status(),
            others,
            holes.found()));
  }

  /// Ends within seconds: what is being read is committed, the rest goes back to where it came
  /// from.
  @Override
  public void close() throws InterruptedException {
    accounts.end();
    heads.end();
    service.stop();
    holes.stop();
    routing.close();
    if (detecting != null) {
      detecting.close();
    }
    journal.stop();
    heads.await(Duration.ofSeconds(5));
    events.close();
  }
}
