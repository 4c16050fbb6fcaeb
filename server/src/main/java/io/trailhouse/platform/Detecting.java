package io.trailhouse.platform;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.lake.FindingTable;
import io.trailhouse.lake.StreamHolds;
import io.trailhouse.lake.Suppressions;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.rule.Finding;
import io.trailhouse.status.RulesStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "rules");
  private List<String> stamps;
  private LoadedRules rules;
  private @Nullable Detector detector;
  private Instant looked;
  private volatile RulesStatus status = RulesStatus.NONE;
  private @Nullable String problem;
  private long found;
  private long suppressed;
  private long inspectedBefore;
  private long futureBefore;

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
    thread.setDaemon(true); // stopped by force at any moment it goes on where it was
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
    detecting.thread.start();
    return detecting;
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = step();
      }
    } catch (InterruptedException e) {
      // the program ends
    }
  }

  private Duration step() {
    try {
      Detector running = detector;
      if (running == null) {
        running = Detector.open(platform, rules, this::record);
        detector = running;
      }
      Duration pause = running.work();
      lookAtFiles();
      problem = problem != null && problem.startsWith("rules:") ? problem : null;
      tell();
      return pause;
    } catch (IOException | RuntimeException e) {
      problem = words(e);
      LOG.error("rules: {}; it is tried again", problem);
      LOG.debug("rules failed", e);
      tell();
      return AFTER_A_FAILURE;
    }
  }

  private static String words(Exception failure) {
    return Causes.of(failure, "the home folder")
        .map(known -> known.problem() + " (" + known.place() + "). " + known.remedy())
        .orElseGet(failure::toString);
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

  private void lookAtFiles() throws IOException {
    Instant moment = platform.clock().instant();
    Detector running = detector;
    if (running == null || moment.isBefore(looked.plus(LOOK_AT_FILES))) {
      return;
    }
    looked = moment;
    holds.hold(FOLLOWER, running.position().commit(), KEPT);
    List<String> now = LoadedRules.stamps(spec);
    if (now.equals(stamps)) {
      return;
    }
    stamps = now;
    try {
      LoadedRules read = LoadedRules.read(spec);
      problem = null;
      if (!read.versions().equals(rules.versions())) {
        running.close();
        inspectedBefore += running.inspected();
        futureBefore += running.future();
        rules = read;
        alerting.know(read);
        detector = null;
        LOG.info("rules: read again, {} run now", read.count());
      }
    } catch (TrailhouseException e) {
      problem = "rules: " + e.problem();
    }
  }

  private void tell() {
    Detector running = detector;
    status =
        new RulesStatus(
            problem,
            rules.count(),
            running == null ? "" : running.position().toString(),
            inspectedBefore + (running == null ? 0 : running.inspected()),
            found,
            suppressed,
            futureBefore + (running == null ? 0 : running.future()),
            alerting.status());
  }

  RulesStatus status() {
    RulesStatus now = status;
    return new RulesStatus(
        now.problem(),
        rules.count(),
        now.position(),
        now.inspected(),
        now.findings(),
        now.suppressed(),
        now.future(),
        alerting.status());
  }

  @Override
  public void close() throws InterruptedException {
    stopping.countDown();
    thread.join(Duration.ofSeconds(30).toMillis());
    Detector running = detector;
    if (!thread.isAlive() && running != null) {
      try {
        running.close();
      } catch (IOException e) {
        LOG.warn("rules: what they remember was not saved: {}", e.getMessage());
      }
    }
    alerting.close();
  }
}
