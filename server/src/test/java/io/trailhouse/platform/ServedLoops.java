package io.trailhouse.platform;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.alert.Outbox;
import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.CommittedEvents;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.route.Buffer;
import io.trailhouse.route.Kept;
import io.trailhouse.route.RecordForm;
import io.trailhouse.route.RecordWriter;
import io.trailhouse.route.Route;
import io.trailhouse.route.RouteMatches;
import io.trailhouse.route.RouteRun;
import io.trailhouse.route.RouteStates;
import io.trailhouse.route.RouteWriter;
import io.trailhouse.route.Shape;
import io.trailhouse.route.Span;
import io.trailhouse.select.Condition;
import io.trailhouse.serve.AlertWorker;
import io.trailhouse.serve.Appenders;
import io.trailhouse.serve.Journal;
import io.trailhouse.serve.Loop;
import io.trailhouse.serve.Role;
import io.trailhouse.serve.RouteLoop;
import io.trailhouse.serve.RunningSource;
import io.trailhouse.serve.Service;
import io.trailhouse.serve.SourceDefinition;
import io.trailhouse.serve.SourceRunner;
import io.trailhouse.serve.StepPacer;
import io.trailhouse.serve.Supervisor;
import io.trailhouse.serve.UpkeepLoop;
import io.trailhouse.source.Source;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.StreamPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The loops of `serve` as they are, in a home of their own, each with one place where it can be
/// made to fail.
final class ServedLoops implements AutoCloseable {
  static final List<String> ALL =
      List.of(
          "source trail by queue",
          "accounts",
          "gaps",
          "upkeep",
          "route iam",
          "rules",
          "alert mail",
          "log");
  private static final String RULE =
      """
      title: user created
      logsource: {product: aws, service: cloudtrail}
      detection: {one: {eventName: CreateUser}, condition: one}
      """;

  private final Path folder;
  private final Supervisor supervisor;
  private final InstantSource clock;
  private @Nullable Detecting detecting;
  final Fault fault = new Fault();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final Platform platform;

  ServedLoops(Path folder, StepPacer pacer, Supervisor supervisor) {
    this.folder = folder;
    this.supervisor = supervisor;
    this.clock =
        () -> {
          fault.check();
          return pacer.now();
        };
    this.platform = Platform.open(folder.resolve("home"), clock);
  }

  /// What a loop meets at the one place where it asks.
  static final class Fault {
    final Semaphore passed = new Semaphore(0);
    final AtomicInteger thrown = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    void check() {
      Throwable now = failure;
      if (now == null) {
        passed.release();
        return;
      }
      thrown.incrementAndGet();
      if (now instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) now;
    }

    void set(@Nullable Throwable next) {
      passed.drainPermits();
      failure = next;
    }
  }

  void start(String loop) throws Exception {
    switch (loop) {
      case "source trail by queue" -> startSource();
      case "accounts" ->
          supervisor.of(Loop.of(loop, Role.SOURCE, "accounts", this::hourly)).start();
      case "gaps" -> gaps().start();
      case "upkeep" -> upkeep().start();
      case "route iam" -> startRoute();
      case "rules" ->
          detecting =
              Detecting.start(platform, config(), new CommittedEvents(platform.lake()), supervisor);
      case "alert mail" -> startAlert();
      case "log" -> supervisor.of(journal()).start();
      default -> throw new IllegalArgumentException(loop);
    }
  }

  private Duration hourly() {
    fault.check();
    return Duration.ofHours(1);
  }

  private TrailhouseConfig config() throws Exception {
    Files.writeString(folder.resolve("rule.yml"), RULE);
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, "rules: [./rule.yml]\n");
    return ConfigFile.read(file, name -> null).config();
  }

  private Appenders appenders() {
    return new Appenders(platform.lake(), AppendOptions.named("serve"), InstantSource.system());
  }

  Service startSource() {
    Source source =
        taker -> {
          fault.check();
          new CountDownLatch(1).await(); // until it is interrupted
        };
    SourceDefinition definition =
        new SourceDefinition(
            "trail",
            "queue",
            null,
            () -> {
              opened.incrementAndGet();
              return new RunningSource(source, Map::of, () -> null, closed::incrementAndGet);
            },
            new IngestMetrics());
    SourceRunner.Table table =
        new SourceRunner.Table(
            appenders(), platform.quarantine(), platform.digests(), Duration.ofSeconds(1));
    Service service = new Service(upkeep(), "1", "home", InstantSource.system());
    service.add(new SourceRunner(definition, table, supervisor));
    return service;
  }

  private UpkeepLoop upkeep() {
    return new UpkeepLoop(
        platform.lake(), () -> Retention.FOREVER, Duration.ofHours(1), clock, supervisor);
  }

  private GapWatch gaps() throws Exception {
    TrailhouseConfig config = config();
    return new GapWatch(
        platform, new Healing(platform, config.aws(), config.heal(), appenders()), supervisor);
  }

  private Journal journal() {
    ServeStatus status = status(upkeep());
    Supplier<ServeStatus> asked =
        () -> {
          fault.check();
          return status;
        };
    return new Journal(asked, InstantSource.system(), Duration.ofMinutes(1));
  }

  ServeStatus status(UpkeepLoop upkeep) {
    return new Service(upkeep, "1", "home", InstantSource.system())
        .status(new Service.Others("", List.of(), RulesStatus.NONE, List.of(), List.of()));
  }

  private void startAlert() {
    AlertSpec spec = AlertSpec.of("mail", new Destination.Sns("arn:aws:sns:us-east-1:1:topic"));
    Outbox outbox = Outbox.open(folder.resolve("alerts"), spec, message -> {}, clock);
    new AlertWorker("mail", outbox, supervisor).start();
  }

  private void startRoute() throws Exception {
    Route route =
        new Route(
            "iam",
            Condition.compile(Map.of("name", "PutObject")),
            null,
            new RecordWriter(RecordForm.RECORD, Shape.AS_IT_IS),
            new NoDestination(),
            new Buffer(3_000, Duration.ofMinutes(5)),
            Duration.ofDays(7));
    RouteRun.Surroundings around =
        new RouteRun.Surroundings(
            new FaultyStream(),
            "t1",
            new RouteMatches(List.of(route)),
            new RouteStates(folder.resolve("states")),
            InstantSource.system());
    new RouteLoop(() -> new RouteRun(route, 0, around, new StreamPosition(1, 0)), supervisor)
        .start();
  }

  /// A stream in which nothing comes.
  private final class FaultyStream implements EventStream {
    @Override
    public StreamPosition head() {
      return new StreamPosition(1, 0);
    }

    @Override
    public @Nullable Chunk from(StreamPosition position) {
      fault.check();
      return null;
    }
  }

  /// Takes nothing, since nothing comes.
  private static final class NoDestination implements RouteWriter {
    @Override
    public void add(Kept event) {
      throw new AssertionError("nothing comes");
    }

    @Override
    public long largest() {
      return 0;
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public List<Failed> send(Span span) {
      return List.of();
    }

    @Override
    public List<Failed> giveUp(Span span, String reason) {
      return List.of();
    }

    @Override
    public void clear() {}
  }

  @Override
  public void close() throws InterruptedException {
    fault.set(null);
    supervisor.stop();
    if (detecting != null) {
      detecting.close();
    }
    platform.close();
  }
}
