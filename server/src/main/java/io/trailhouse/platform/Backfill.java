package io.trailhouse.platform;

import io.trailhouse.aws.Accounts;
import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.BucketFiles;
import io.trailhouse.aws.CloudTrailHistory;
import io.trailhouse.aws.FetchFailure;
import io.trailhouse.aws.history.HistoryEstimate;
import io.trailhouse.aws.history.HistoryFiles;
import io.trailhouse.aws.history.HistoryOptions;
import io.trailhouse.aws.history.HistoryPartition;
import io.trailhouse.aws.history.HistoryPositions;
import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.aws.history.Seconds;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.destination.FolderFiles;
import io.trailhouse.destination.TrailFiles;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/// Event history of the accounts and Regions that are meant, made ready to be read.
public final class Backfill implements AutoCloseable {
  /// How far Event history goes back (CloudTrail user guide, "Working with CloudTrail event
  /// history").
  public static final Duration KEPT = Duration.ofDays(90);

  static final Duration COMMIT = Duration.ofSeconds(10);

  /// Bundles of some ten kilobytes each.
  private static final int WAITING = 1_000;

  private static final long CHUNK = 24L << 20;
  private static final long KEYS = 96L << 20;

  /// Stands among the accounts for who writes log files.
  private static final String OF_FILES = "";

  private static final int AT_ONCE = 16;
  private static final int TRIES = 4;

  private final Platform platform;
  private final Wanted wanted;
  private final AwsAccounts accounts;
  private final HistoryOptions options;
  private final Map<String, AwsClients> open = new TreeMap<>();
  private final Map<HistoryPartition, CloudTrailHistory> partitions = new LinkedHashMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private @Nullable HistoryFiles files;

  /// What is wanted.
  ///
  /// @param regions empty for those that are enabled in each account
  /// @param files where log files are written; null for none
  /// @param table whether events go into the table
  /// @param again whether what is complete is read again
  public record Wanted(
      AwsSpec aws,
      List<String> regions,
      Spans spans,
      boolean insights,
      @Nullable FilesPlace files,
      boolean table,
      boolean again) {}

  /// Which time is wanted.
  public sealed interface Spans {
    /// The same of every partition.
    record All(Instant from, Instant to) implements Spans {}

    /// Some of some partitions.
    record Some(Map<HistoryPartition, List<Seconds.Span>> spans) implements Spans {
      public Some {
        spans = Map.copyOf(spans);
      }
    }
  }

  private Backfill(Platform platform, Wanted wanted, HistoryOptions options) {
    this.platform = platform;
    this.wanted = wanted;
    this.accounts = new AwsAccounts(wanted.aws());
    this.options = options.faster(platform.tempo().historySpeed());
  }

  /// Finds the accounts and their Regions; an account that refuses is noted.
  ///
  /// @throws TrailhouseException when a Region does not exist, or the organization or the own
  ///   account cannot be asked
  public static Backfill open(Platform platform, Wanted wanted) throws InterruptedException {
    return open(platform, wanted, HistoryOptions.DEFAULTS);
  }

  static Backfill open(Platform platform, Wanted wanted, HistoryOptions options)
      throws InterruptedException {
    wanted.regions().forEach(Backfill::check);
    Backfill backfill = new Backfill(platform, wanted, options);
    try {
      backfill.discover();
      return backfill;
    } catch (RuntimeException | InterruptedException e) {
      backfill.close();
      throw e;
    }
  }

  private static void check(String region) {
    List<String> known = Region.regions().stream().map(Region::id).toList();
    if (!known.contains(region)) {
      String near = NearName.of(region, known);
      throw new TrailhouseException(
          Code.WRONG_USE,
          "there is no Region " + region,
          "--regions",
          near == null ? "Name Regions such as eu-central-1, or `enabled`" : "Is it " + near + "?");
    }
  }

  private void discover() throws InterruptedException {
    String own = accounts.own();
    List<String> ids = wanted.spans() instanceof Spans.Some some ? named(some) : accounts.listed();
    ExecutorService asking = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Map<String, Future<List<String>>> answers = new LinkedHashMap<>();
      for (String id : ids.isEmpty() ? List.of(own) : ids) {
        AwsClients clients = accounts.clients(id, own);
        open.put(id, clients);
        answers.put(id, asking.submit(() -> regions(id, clients)));
      }
      for (Map.Entry<String, Future<List<String>>> answer : answers.entrySet()) {
        try {
          answer.getValue().get().forEach(region -> addPartitions(answer.getKey(), region));
        } catch (ExecutionException e) {
          Throwable why = e.getCause() == null ? e : e.getCause();
          refused.put(answer.getKey(), String.valueOf(why.getMessage()));
        }
      }
    } finally {
      asking.shutdownNow();
    }
  }

  private static List<String> named(Spans.Some some) {
    return some.spans().keySet().stream()
        .map(HistoryPartition::account)
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> regions(String account, AwsClients clients) throws Exception {
    if (wanted.spans() instanceof Spans.Some some) {
      Accounts.of(clients).enter();
      return some.spans().keySet().stream()
          .filter(partition -> partition.account().equals(account))
          .map(HistoryPartition::region)
          .distinct()
          .sorted()
          .toList();
    }
    if (!wanted.regions().isEmpty()) {
      Accounts.of(clients).enter();
      return wanted.regions();
    }
    Accounts.of(clients).enter();
    for (int attempt = 1; ; attempt++) {
      try {
        return Accounts.of(clients).enabledRegions();
      } catch (FetchFailure e) {
        if (e.kind() != FetchFailure.Kind.PASSING || attempt == TRIES) {
          throw e;
        }
        Thread.sleep(options.firstRetry().multipliedBy(1L << attempt));
      }
    }
  }

  private void addPartitions(String account, String region) {
    AwsClients clients = open.get(account);
    if (clients == null) {
      return;
    }
    CloudTrailHistory history = new CloudTrailHistory(clients.cloudTrailOnce(Region.of(region)));
    partitions.put(new HistoryPartition(account, region, false), history);
    if (wanted.insights()) {
      partitions.put(new HistoryPartition(account, region, true), history);
    }
  }

  /// Accounts that cannot be entered, with the reason.
  public Map<String, String> refused() {
    return refused;
  }

  /// The partitions that were found.
  public List<HistoryPartition> partitions() {
    return List.copyOf(partitions.keySet());
  }

  /// All partitions, as one source.
  ///
  /// @throws IOException when the folder cannot be written or the positions cannot be read
  public HistorySource source() throws IOException {
    return source(wanted.spans());
  }

  /// All partitions with other spans.
  HistorySource source(Spans spans) throws IOException {
    HistorySource source = new HistorySource(positions(), options, platform.clock(), files);
    for (Map.Entry<HistoryPartition, CloudTrailHistory> partition : partitions.entrySet()) {
      List<Seconds.Span> asked = of(spans, partition.getKey());
      if (wanted.again()) {
        source.addWhole(partition.getKey(), partition.getValue(), asked);
      } else {
        source.add(partition.getKey(), partition.getValue(), asked);
      }
    }
    return source;
  }

  private HistoryPositions positions() throws IOException {
    FilesPlace place = wanted.files();
    if (place == null) {
      return platform.history();
    }
    if (files == null) {
      files = new HistoryFiles(open(place), platform.scratch().resolve("sort"));
    }
    String inFiles = Platform.HISTORY + "-in-" + digest(place);
    return new HistoryPositions(
        platform.checkpoints(),
        wanted.table() ? List.of(Platform.HISTORY, inFiles) : List.of(inFiles));
  }

  private TrailFiles open(FilesPlace place) throws IOException {
    if (place instanceof FilesPlace.Folder folder) {
      return FolderFiles.open(folder.path(), platform.outputs());
    }
    FilesPlace.Bucket bucket = (FilesPlace.Bucket) place;
    AwsClients clients = open.computeIfAbsent(OF_FILES, each -> accounts.plain());
    return new BucketFiles(clients.s3(), bucket.name(), bucket.prefix());
  }

  /// Where log files are written.
  public sealed interface FilesPlace {
    /// A folder; made when it is not there.
    record Folder(Path path) implements FilesPlace {}

    /// A bucket, by the own credentials.
    ///
    /// @param prefix empty, or ends with a slash
    record Bucket(String name, String prefix) implements FilesPlace {}
  }

  /// What reads the partitions into the table. A commit every ten seconds is what a kill may cost,
  /// and records that come at the service's rate need little memory.
  public IngestPipeline pipeline(HistorySource source, IngestMetrics counters) {
    AppendOptions usual = AppendOptions.named("backfill");
    AppendOptions small = new AppendOptions(usual.source(), CHUNK, usual.commitRows(), KEYS);
    return new IngestPipeline(
            wanted.table() ? source : source.untabled(),
            EventAppender.open(platform.lake(), small, platform.clock()),
            platform.quarantine(),
            platform.digests(),
            counters)
        .committingEvery(COMMIT)
        .withWaiting(WAITING);
  }

  private static List<Seconds.Span> of(Spans spans, HistoryPartition partition) {
    if (spans instanceof Spans.Some some) {
      return some.spans().getOrDefault(partition, List.of());
    }
    Spans.All all = (Spans.All) spans;
    return List.of(new Seconds.Span(all.from().getEpochSecond(), all.to().getEpochSecond()));
  }

  /// A place's own name among the positions.
  private static String digest(FilesPlace place) {
    try {
      String path =
          place instanceof FilesPlace.Folder folder
              ? folder.path().toAbsolutePath().normalize().toString()
              : place.toString();
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The log files that [#source] writes; null for none.
  public @Nullable HistoryFiles files() {
    return files;
  }

  /// What is to be expected of each partition, from a few calls to each.
  public List<HistoryEstimate.Expected> estimate() throws InterruptedException {
    ExecutorService asking =
        Executors.newFixedThreadPool(Math.max(1, Math.min(256, partitions.size())));
    try {
      List<Future<HistoryEstimate.Expected>> answers = new ArrayList<>();
      partitions.forEach((name, history) ->
          of(wanted.spans(), name)
              .forEach(span ->
                  answers.add(
                      asking.submit(() -> new HistoryEstimate(options).of(name, history, span)))));
      List<HistoryEstimate.Expected> expected = new ArrayList<>();
      for (Future<HistoryEstimate.Expected> answer : answers) {
        expected.add(answer.get());
      }
      return expected;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      asking.shutdownNow();
    }
  }

  /// How long a partition takes for so many calls.
  public Duration time(long calls) {
    return options.interval().multipliedBy(calls);
  }

  @Override
  public void close() {
    try {
      if (files != null) {
        files.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.values().forEach(AwsClients::close);
    }
  }
}
