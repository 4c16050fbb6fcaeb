package io.trailhouse.platform;

import io.trailhouse.config.LakeSpec;
import io.trailhouse.config.SourceSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.AppendOptions;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.serve.Appenders;
import io.trailhouse.serve.Feed;
import io.trailhouse.serve.Service;
import io.trailhouse.serve.UpkeepLoop;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that `serve` runs on one home folder, from the configuration.
public final class Collecting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);
  private static final Duration ACCOUNTS_EVERY = Duration.ofHours(1);
  private static final Duration ACCOUNTS_AGAIN = Duration.ofMinutes(1);
  private static final long MIB = 1L << 20;

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
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread accounts = new Thread(this::watchAccounts, "accounts");
  private final HoleWatch holes;
  private final Routing routing;
  private final @Nullable Detecting detecting;
  private volatile @Nullable String accountsProblem;

  private Collecting(
      Platform platform, TrailhouseConfig config, String version, Supplier<LakeSpec> lake) {
    this.platform = platform;
    this.config = config;
    this.sources = new AwsSources(config.aws(), platform);
    UpkeepLoop upkeep =
        new UpkeepLoop(
            platform.lake(),
            () -> Platform.retention(lake.get()),
            config.upkeep().every(),
            platform.clock());
    this.service = new Service(upkeep, version, platform.clock());
    Appenders appenders = new Appenders(platform.lake(), options(config), platform.clock());
    this.table =
        new Feed.Table(
            appenders, platform.quarantine(), platform.digests(), config.commit().every());
    accounts.setDaemon(true);
    this.detecting = Detecting.start(platform, config);
    this.routing = Routing.start(platform, config, System.out);
    this.holes =
        new HoleWatch(platform, new Healing(platform, config.aws(), config.heal(), appenders));
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
  private void watchAccounts() {
    Duration pause = Duration.ZERO;
    try {
      while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          List<String> ids = sources.accounts();
          accountsProblem = null;
          for (SourceSpec spec : config.sources()) {
            if (AwsSources.isOfEachAccount(spec)) {
              ids.forEach(id -> feed(spec, id));
            }
          }
          pause = ACCOUNTS_EVERY;
        } catch (TrailhouseException e) {
          accountsProblem = e.problem() + ". " + e.remedy();
          LOG.error("{}; it is tried again", e.problem());
          pause = ACCOUNTS_AGAIN;
        }
      }
    } catch (InterruptedException e) {
      // the program ends
    }
  }

  /// What it says of itself.
  public ServeStatus status() {
    ServeStatus status =
        service
            .status()
            .withFindings(holes.found())
            .withRoutes(routing.status())
            .withRules(detecting == null ? RulesStatus.NONE : detecting.status());
    String problem = accountsProblem;
    return problem == null ? status : status.withProblem("aws.accounts: " + problem);
  }

  /// Ends within seconds: what is being read is committed, the rest goes back to where it came
  /// from.
  @Override
  public void close() throws InterruptedException {
    stopping.countDown();
    service.stop();
    holes.stop();
    routing.close();
    if (detecting != null) {
      detecting.close();
    }
  }
}
