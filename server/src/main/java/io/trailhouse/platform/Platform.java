package io.trailhouse.platform;

import io.trailhouse.aws.history.HistoryPositions;
import io.trailhouse.checkpoint.FileCheckpoints;
import io.trailhouse.config.LakeSpec;
import io.trailhouse.coverage.Fetched;
import io.trailhouse.destination.FolderFiles;
import io.trailhouse.destination.OutputPlace;
import io.trailhouse.destination.TrailCounters;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.destination.TrailWriter;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.check.CheckReport;
import io.trailhouse.lake.check.LakeCheck;
import io.trailhouse.lake.check.LakeRepair;
import io.trailhouse.lake.check.RepairReport;
import io.trailhouse.lake.commit.AppendOptions;
import io.trailhouse.lake.commit.EventAppender;
import io.trailhouse.lake.commit.RecordExport;
import io.trailhouse.lake.commit.TableRecords;
import io.trailhouse.lake.row.EventClass;
import io.trailhouse.lake.upkeep.LegalHold;
import io.trailhouse.lake.upkeep.Retention;
import io.trailhouse.lake.upkeep.Upkeep;
import io.trailhouse.lake.upkeep.UpkeepOptions;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.pipeline.IngestPipeline;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.LakeFiles;
import io.trailhouse.query.LastResort;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.query.QueryPool;
import io.trailhouse.query.QuerySettings;
import io.trailhouse.services.Services;
import io.trailhouse.source.FolderSource;
import io.trailhouse.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Everything that works on one home folder.
public final class Platform implements AutoCloseable {
  /// Under which positions of what is in the table are remembered.
  static final String HISTORY = "event-history";

  /// Of a process that runs queries of others, in bytes.
  private static final long LEAST_MEMORY = 512L << 20;

  private final Path home;
  private final Path warehouse;
  private final InstantSource clock;
  private final Tempo tempo = Tempo.ofSystemProperties();
  private final Lake lake;
  private final QuarantineStore quarantine;
  private final QuarantineStore digests;
  private @Nullable Scratch scratch;
  private @Nullable HistoryPositions history;

  private Platform(Path warehouse, InstantSource clock, Lake lake) {
    this.home = lake.home();
    this.warehouse = warehouse;
    this.clock = clock;
    this.lake = lake;
    this.quarantine = new QuarantineStore(home.resolve("quarantine"), this::scratch);
    this.digests = new QuarantineStore(home.resolve("digests"), this::scratch);
  }

  /// Opens a home folder; makes it when it is not there.
  public static Platform open(Path home) {
    return open(home, LakeSpec.DEFAULT);
  }

  /// Opens a home folder as the configuration says; makes it when it is not there.
  public static Platform open(Path home, LakeSpec spec) {
    Path warehouse = warehouse(home, spec);
    return over(Lake.open(home, warehouse), warehouse);
  }

  /// Opens a home folder with another clock than the system's for all but the tables.
  static Platform open(Path home, InstantSource clock) {
    Path warehouse = warehouse(home, LakeSpec.DEFAULT);
    return new Platform(warehouse, clock, Lake.open(home, warehouse));
  }

  private static Platform over(Lake lake, Path warehouse) {
    return new Platform(warehouse, InstantSource.system(), lake);
  }

  /// Where the tables of a new home are made.
  public static Path warehouse(Path home, LakeSpec spec) {
    Path named = spec.warehouse();
    return named == null ? home.resolve("warehouse") : named;
  }

  /// Opens a home folder that somebody has imported into before.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is none
  public static Platform openExisting(Path home) {
    return openExisting(home, LakeSpec.DEFAULT);
  }

  /// Opens a home folder that somebody has imported into before, as the configuration says. One
  /// that may only be read can be read.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is none
  public static Platform openExisting(Path home, LakeSpec spec) {
    Path warehouse = warehouse(home, spec);
    return over(Lake.openToRead(home, warehouse), warehouse);
  }

  /// Becomes the one process that serves this home.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when another one is it
  public SoleOwner serveAlone() {
    return SoleOwner.of(home.resolve("serve.lock"), "serve", clock);
  }

  public Path home() {
    return home;
  }

  public InstantSource clock() {
    return clock;
  }

  Tempo tempo() {
    return tempo;
  }

  public Lake lake() {
    return lake;
  }

  /// Whether this home can be asked and nothing in it changed.
  public boolean isReadOnly() {
    return lake.isReadOnly();
  }

  /// Refuses to go on where nothing in this home can be changed.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE then
  public void requireWritable() {
    lake.requireWritable();
  }

  /// Log files that could not be read, with their reasons.
  public QuarantineStore quarantine() {
    return quarantine;
  }

  /// Digest files as they came.
  public QuarantineStore digests() {
    return digests;
  }

  /// What of Event history is in the table.
  ///
  /// @throws IOException when the positions cannot be read
  public Fetched fetched() throws IOException {
    return new HistoryFetched(history());
  }

  /// Which seconds of Event history are in the table.
  ///
  /// @throws IOException when they cannot be read
  synchronized HistoryPositions history() throws IOException {
    if (history == null) {
      history = new HistoryPositions(checkpoints(), List.of(HISTORY));
    }
    return history;
  }

  /// Where positions are remembered.
  FileCheckpoints checkpoints() {
    return new FileCheckpoints(home.resolve("checkpoints"));
  }

  /// A folder of this process for what has to be unpacked on the way; gone when this is closed. It
  /// is in the home, or in the system's folder for such where the home can only be read.
  public synchronized Path scratch() {
    if (scratch == null) {
      scratch = lake.isReadOnly() ? Scratch.elsewhere() : Scratch.open(home.resolve("tmp"));
    }
    return scratch.folder();
  }

  /// Carries a source into the table.
  ///
  /// @param name what the rows' `th_source` says
  public IngestPipeline pipeline(Source source, String name, IngestMetrics counters) {
    EventAppender appender = EventAppender.open(lake, options(name), clock);
    return new IngestPipeline(source, appender, quarantine, digests, counters);
  }

  /// The same, reading also what is known, and comparing each event: its rows may have left the
  /// table since.
  public IngestPipeline pipelineAgain(Source source, String name, IngestMetrics counters) {
    EventAppender appender = EventAppender.open(lake, options(name), clock).comparingCopies();
    return new IngestPipeline(source, appender, quarantine, digests, counters).readingAgain();
  }

  /// What can be asked of this home, by the person who started this process; whoever asks for it
  /// closes it, before this.
  ///
  /// @param lastResort for a query that does not end when it is told to
  public Services services(LastResort lastResort) {
    return services(limits -> limits, lastResort);
  }

  /// The same in other limits.
  ///
  /// @param limits what they change in the usual limits of queries
  public Services services(UnaryOperator<QuerySettings> limits, LastResort lastResort) {
    return new Services(lake, clock, () -> queries(limits, lastResort));
  }

  /// What can be asked of this home by others than the person who started this process. Each
  /// statement runs in a process of its own, so that none can harm another one or `serve`; the
  /// processes stay warm, so that looking for a needle does not wait for one to start. They start
  /// with the first question, since most homes are served without any. Whoever asks for it closes
  /// it, before this.
  ///
  /// @param processes how many statements run at once; all of them together may use half of the
  ///   memory that one of a person at the command line may
  /// @param limit how long a statement may run
  public Services services(int processes, Duration limit) {
    return new Services(lake, clock, () -> pool(processes, limit));
  }

  private QueryPool pool(int processes, Duration limit) {
    QuerySettings usual = usualLimits(scratch().resolve("pool-" + UUID.randomUUID()));
    long memory = Math.max(LEAST_MEMORY, usual.memory() / 2 / processes);
    return QueryPool.open(new LakeFiles(lake), usual.timeLimit(limit).memory(memory), processes);
  }

  private QuerySettings usualLimits(Path folder) {
    return QuerySettings.of(folder, List.of(events(), logFiles(), findings()));
  }

  /// SQL over the lake's tables that this program wrote itself; whoever asks for it closes it.
  QueryEngine queries() {
    return queries(limits -> limits, LastResort.WAIT);
  }

  private QueryEngine queries(UnaryOperator<QuerySettings> limits, LastResort lastResort) {
    QuerySettings usual = usualLimits(scratch().resolve("query"));
    return QueryEngine.open(new LakeFiles(lake), limits.apply(usual), lastResort);
  }

  private Path events() {
    return Path.of(lake.events().location());
  }

  private Path logFiles() {
    return Path.of(lake.logFiles().location());
  }

  private Path findings() {
    return Path.of(lake.findings().location());
  }

  /// Cleans and merges the files of the tables.
  ///
  /// @param progress gets a line for people about each step
  public Upkeep upkeep(UpkeepOptions options, Consumer<String> progress) {
    return new Upkeep(lake, options, clock, progress);
  }

  /// Looks at every file that the tables name.
  ///
  /// @param deep whether data files are read in full
  /// @param progress gets the share that is done
  public CheckReport check(boolean deep, DoubleConsumer progress) {
    return new LakeCheck(lake, deep, progress).run();
  }

  /// Repairs what a check has found that has read data files in full. Nothing is put into
  /// quarantine: what cannot be read is there since it was imported.
  ///
  /// @param from where else log files may lie
  /// @param dropLost whether what cannot be had again is given up
  public RepairReport repair(
      CheckReport found, List<Path> from, boolean dropLost, int workers, IngestMetrics counters)
      throws InterruptedException {
    QuarantineStore bad = new QuarantineStore(scratch().resolve("repair-bad"), this::scratch);
    QuarantineStore digest = new QuarantineStore(scratch().resolve("repair-dig"), this::scratch);
    return new LakeRepair(lake, dropLost, clock)
        .run(
            found,
            from,
            (files, into) ->
                new IngestPipeline(new FolderSource(files, scratch()), into, bad, digest, counters)
                    .run(workers));
  }

  /// The configured retention and holds as upkeep takes them.
  public static Retention retention(LakeSpec spec) {
    Map<String, Map<EventClass, Integer>> accounts = new HashMap<>();
    spec.accounts().forEach((account, own) -> accounts.put(account, days(own)));
    return new Retention(days(spec.retention()), accounts, holds(spec));
  }

  /// The configured holds as upkeep takes them.
  public static List<LegalHold> holds(LakeSpec spec) {
    return spec.holds().stream()
        .map(hold ->
            new LegalHold(
                hold.name(),
                Set.copyOf(hold.accounts()),
                hold.from(),
                hold.until(),
                Set.copyOf(hold.principals())))
        .toList();
  }

  private static Map<EventClass, Integer> days(io.trailhouse.config.Retention spec) {
    Map<EventClass, Integer> days = new EnumMap<>(EventClass.class);
    Map<EventClass, io.trailhouse.config.Retention.Keep> kept =
        Map.of(
            EventClass.MANAGEMENT, spec.management(),
            EventClass.DATA, spec.data(),
            EventClass.INSIGHT, spec.insight());
    kept.forEach((each, keep) -> {
      switch (keep) {
        case io.trailhouse.config.Retention.Keep.Forever forever -> {}
        case io.trailhouse.config.Retention.Keep.Days only -> days.put(each, only.days());
      }
    });
    return days;
  }

  /// Where a user may have something written: not among the files of any lake, nor where this one
  /// has its tables, whatever the configuration says by now.
  public OutputPlace outputs() {
    return new OutputPlace(List.of(home, warehouse, events(), logFiles(), findings()));
  }

  /// Writes records into a folder as a trail delivers them.
  public void export(Path folder, TrailSelection selection, TrailCounters counters)
      throws IOException, InterruptedException {
    try (TrailWriter trail =
        new TrailWriter(FolderFiles.open(folder, outputs()), selection, scratch(), counters)) {
      new RecordExport(lake).to(trail);
    }
  }

  /// Hands every record of the table to a taker: the log file that it came from, and its JSON.
  public void eachRecord(BiConsumer<String, byte[]> taker) throws InterruptedException {
    new TableRecords(lake).each(taker);
  }

  private AppendOptions options(String name) {
    AppendOptions usual = AppendOptions.named(name);
    Long rows = tempo.commitRows();
    return rows == null ? usual : usual.commitRows(rows);
  }

  @Override
  public synchronized void close() {
    lake.close();
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
  }
}
