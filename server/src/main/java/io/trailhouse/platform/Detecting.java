package io.trailhouse.platform;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.FindingTable;
import io.trailhouse.lake.StreamHolds;
import io.trailhouse.lake.Suppressions;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.Finding;
import io.trailhouse.serve.Rounds;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules of the configuration over what comes into the table, what they find recorded, and
/// people told. Rule files that change are read again while it runs; with a mistake in them the
/// rules before stay.
final class Detecting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Detecting.class);
  private static final String FOLLOWER = "rules";
  private static final Duration LOOK_AT_FILES = Duration.ofSeconds(10);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofDays(8);

  private final Platform platform;
  private final RulesSpec spec;
  private final Alerting alerting;
  private final FindingTable table;
  private final Suppressions suppressions;
  private final StreamHolds holds;
  private final Rounds rounds = new Rounds("rules", "the home folder", AFTER_A_FAILURE, this::step);
  private List<String> stamps;
  private volatile LoadedRules rules;
  private @Nullable Detector detector;
  private Instant looked;
  private volatile @Nullable Trouble ofFiles;
  private long found;
  private long suppressed;
  private long inspectedBefore;
  private long futureBefore;
  private volatile Told told = new Told("", 0, 0, 0, 0);

  /// What the thread of the rules tells others of itself.
  private record Told(String position, long inspected, long found, long suppressed, long future) {}

  private Detecting(Platform platform, TrailhouseConfig config) {
    this.platform = platform;
    this.spec = config.rules();
    this.stamps = LoadedRules.stamps(spec); // before they are read, so that no change is missed
    this.rules = LoadedRules.read(spec);
    this.alerting =
        Alerting.start(platform.home(), config.alerts(), config.aws(), platform.clock());
    alerting.know(rules);
    this.table = FindingTable.open(platform.lake());
    this.suppressions = Suppressions.in(platform.home());
    this.holds = new StreamHolds(platform.home(), platform.clock());
    this.looked = platform.clock().instant();
  }

  /// Starts the rules of the configuration.
  ///
  /// @return null when it names none
  /// @throws TrailhouseException that names every problem of every rule file
  static @Nullable Detecting start(Platform platform, TrailhouseConfig config) {
    if (config.rules().isEmpty()) {
      return null;
    }
    Detecting detecting = new Detecting(platform, config);
    detecting.rounds.start();
    return detecting;
  }

  /// The rules that run.
  LoadedRules loaded() {
    return rules;
  }

  private Duration step() throws IOException {
    Detector running = detector;
    if (running == null) {
      running = Detector.open(platform, rules, this::record);
      detector = running;
    }
    try {
      Duration pause = running.work();
      lookAtFiles(running);
      return pause;
    } finally {
      tell();
    }
  }

  private void tell() {
    Detector running = detector;
    told =
        new Told(
            running == null ? told.position() : running.position().toString(),
            inspectedBefore + (running == null ? 0 : running.inspected()),
            found,
            suppressed,
            futureBefore + (running == null ? 0 : running.future()));
  }

  /// Recorded first, then told: whoever is told twice of a finding recognises it.
  private void record(List<Finding> findings) {
    Instant now = platform.clock().instant();
    List<Finding> told = new ArrayList<>();
    for (Finding finding : findings) {
      if (suppressions.of(finding, now).isEmpty()) {
        told.add(finding);
      }
    }
    found += table.append(findings, finding -> suppressions.of(finding, now), now).size();
    suppressed += findings.size() - told.size();
    alerting.add(told);
  }

  private void lookAtFiles(Detector running) throws IOException {
    Instant moment = platform.clock().instant();
    if (moment.isBefore(looked.plus(LOOK_AT_FILES))) {
      return;
    }
    looked = moment;
    holds.hold(FOLLOWER, running.position().commit(), KEPT);
    List<String> now = LoadedRules.stamps(spec);
    if (now.equals(stamps)) {
      return;
    }
    stamps = now;
    LoadedRules read;
    try {
      read = LoadedRules.read(spec);
    } catch (RuntimeException | Error e) { // whatever a file holds, the rules before go on
      ofFiles = Trouble.of(e, "rules");
      return;
    }
    ofFiles = null;
    if (!read.versions().equals(rules.versions())) {
      running.close();
      inspectedBefore += running.inspected();
      futureBefore += running.future();
      rules = read;
      alerting.know(read);
      detector = null;
      LOG.info("rules: read again, {} now", Counted.of(read.count(), "rule", "runs", "run"));
    }
  }

  RulesStatus status() {
    Told now = told;
    return new RulesStatus(
        rounds.trouble(),
        ofFiles,
        rules.count(),
        now.position(),
        now.inspected(),
        now.found(),
        now.suppressed(),
        now.future(),
        alerting.status());
  }

  @Override
  public void close() throws InterruptedException {
    rounds.end();
    boolean ended = rounds.await(Duration.ofSeconds(30));
    Detector running = detector;
    if (ended && running != null) {
      try {
        running.close();
      } catch (IOException e) {
        LOG.warn("rules: what they remember was not saved: {}", e.getMessage());
      }
    }
    alerting.close();
  }
}
