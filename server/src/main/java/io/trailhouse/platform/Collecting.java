package io.trailhouse.platform;

import io.trailhouse.config.LakeSpec;
import io.trailhouse.config.SourceSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.CommittedEvents;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.serve.Appenders;
import io.trailhouse.serve.Journal;
import io.trailhouse.serve.Loop;
import io.trailhouse.serve.Pacer;
import io.trailhouse.serve.Role;
import io.trailhouse.serve.Service;
import io.trailhouse.serve.SourceDefinition;
import io.trailhouse.serve.SourceRunner;
import io.trailhouse.serve.Supervised;
import io.trailhouse.serve.Supervisor;
import io.trailhouse.serve.UpkeepLoop;
import io.trailhouse.status.Problem;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.SharedStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that `serve` runs on one home folder, from the configuration.
public final class Collecting implements AutoCloseable {
  private static final Duration ACCOUNTS_EVERY = Duration.ofHours(1);
  private static final Duration HEAD_EVERY = Duration.ofSeconds(10);
  private static final long MIB = 1L << 20;

  /// What all sources together may hold of records that are not written yet.
  private static final long CHUNKS = 192 * MIB;

  /// What is kept of the table's newest records for all who follow it.
  private static final long SHARED = 32 * MIB;

  private static final long SMALLEST_CHUNK = 4 * MIB;
  private static final long LARGEST_CHUNK = 48 * MIB;
  private static final long KEYS = 128 * MIB;

  private final TrailhouseConfig config;
  private final AwsSources sources;
  private final UpkeepLoop upkeep;
  private final Service service;
  private final SourceRunner.Table table;
  private final Map<String, IngestMetrics> counters = new HashMap<>();
  private final Set<String> started = new HashSet<>();
  private final Supervisor supervisor;
  private final Supervised accounts;
  private final GapWatch gaps;
  private final Routing routing;
  private final @Nullable Detecting detecting;
  private final Supervised journal;

  /// Those that have no status of their own.
  private final List<Supervised> plain = new CopyOnWriteArrayList<>();

  private final CommittedEvents events;
  private final Supervised heads;
  private volatile String head = "";

  /// What a person has given it.
  ///
  /// @param version of the program
  /// @param lake what the configuration says of the lake at the moment: retention and holds count
  ///   as soon as they are written there
  /// @param over learns, once and from any thread, that nothing runs any more for which the program
  ///   was started, and why; it returns soon
  public record Wanted(
      TrailhouseConfig config, String version, Supplier<LakeSpec> lake, Consumer<Problem> over) {}

  private Collecting(Platform platform, Wanted wanted) {
    TrailhouseConfig config = wanted.config();
    ConfigCheck.requireDestinations(config);
    this.config = config;
    this.sources = new AwsSources(config.aws(), platform);
    this.supervisor = new Supervisor(Pacer.real(platform.clock()), wanted.over());
    this.upkeep =
        new UpkeepLoop(
            platform.lake(),
            () -> Platform.retention(wanted.lake().get()),
            config.upkeep().every(),
            platform.clock(),
            supervisor);
    this.service =
        new Service(upkeep, wanted.version(), platform.home().toString(), platform.clock());
    Appenders appenders = new Appenders(platform.lake(), options(config), platform.clock());
    this.table =
        new SourceRunner.Table(
            appenders, platform.quarantine(), platform.digests(), config.commit().every());
    this.accounts =
        supervisor.of(Loop.of("accounts", Role.SOURCE, "aws.accounts", this::lookForAccounts));
    this.heads = supervisor.of(Loop.of("table", Role.CHORE, "the home folder", this::lookForHead));
    this.events = new CommittedEvents(platform.lake());
    EventStream shared = new SharedStream(events, SHARED);
    this.detecting = Detecting.start(platform, config, shared, supervisor);
    this.routing = Routing.start(platform, config, shared, System.out, supervisor);
    this.gaps =
        new GapWatch(
            platform, new Healing(platform, config.aws(), config.heal(), appenders), supervisor);
    Journal lines = new Journal(this::status, platform.clock(), platform.tempo().journal());
    this.journal = supervisor.of(lines);
    plain.addAll(List.of(accounts, heads, journal));
  }

  private static AppendOptions options(TrailhouseConfig config) {
    AppendOptions usual = AppendOptions.named("serve");
    int readers = Math.max(1, 2 * config.sources().size());
    long chunk = Math.clamp(CHUNKS / (2L * readers), SMALLEST_CHUNK, LARGEST_CHUNK);
    return new AppendOptions(usual.source(), chunk, usual.commitRows(), KEYS);
  }

  /// Starts all that the configuration names.
  public static Collecting start(Platform platform, Wanted wanted) {
    TrailhouseConfig config = wanted.config();
    Collecting collecting = new Collecting(platform, wanted);
    new Inventory(config, collecting.detecting == null ? null : collecting.detecting.loaded())
        .log();
    collecting.journal.start();
    collecting.heads.start();
    collecting.upkeep.start();
    collecting.gaps.start();
    boolean ofEachAccount = false;
    for (SourceSpec spec : config.sources()) {
      if (AwsSources.isOfEachAccount(spec)) {
        ofEachAccount = true;
      } else {
        collecting.startSource(spec, null);
      }
    }
    if (ofEachAccount) {
      collecting.accounts.start();
    }
    collecting.supervisor.allStarted();
    return collecting;
  }

  private void startSource(SourceSpec spec, @Nullable String account) {
    if (!started.add(spec.name() + " " + account)) {
      return;
    }
    IngestMetrics ofSource = counters.computeIfAbsent(spec.name(), name -> new IngestMetrics());
    for (SourceDefinition each : sources.definitions(spec, account, ofSource)) {
      service.add(new SourceRunner(each, table, supervisor));
    }
  }

  /// Accounts come and go in an organization; one that left costs a refusal in the status.
  private Duration lookForAccounts() {
    List<String> ids = sources.accounts();
    for (SourceSpec spec : config.sources()) {
      if (AwsSources.isOfEachAccount(spec)) {
        ids.forEach(id -> startSource(spec, id));
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
    for (Supervised loop : plain) {
      Problem problem = loop.problem();
      if (problem != null) {
        others.add(problem);
      }
    }
    others.addAll(gaps.problems());
    others.addAll(routing.problems());
    return service.status(
        new Service.Others(
            head,
            routing.status(),
            detecting == null ? RulesStatus.NONE : detecting.status(),
            others,
            gaps.found()));
  }

  /// Ends within seconds: what is being read is committed, the rest goes back to where it came
  /// from.
  @Override
  public void close() throws InterruptedException {
    supervisor.stop();
    routing.close();
    if (detecting != null) {
      detecting.close();
    }
    events.close();
  }
}
