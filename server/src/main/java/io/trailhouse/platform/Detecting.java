package io.trailhouse.platform;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.detection.DetectionRules;
import io.trailhouse.detection.LiveDetection;
import io.trailhouse.finding.Finding;
import io.trailhouse.lake.commit.SnapshotRetainer;
import io.trailhouse.lake.commit.StoredEvents;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.findings.Suppressions;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.serve.Loop;
import io.trailhouse.serve.Role;
import io.trailhouse.serve.Supervised;
import io.trailhouse.serve.Supervisor;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.Trouble;
import io.trailhouse.stream.EventStream;
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
final class Detecting implements Loop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Detecting.class);
  private static final String FOLLOWER = "rules";
  private static final Duration LOOK_AT_FILES = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofDays(8);

  private final Platform platform;
  private final RulesSpec spec;
  private final Alerting alerting;
  private final FindingTable table;
  private final Suppressions suppressions;
  private final SnapshotRetainer holds;
  private final LiveDetection.Surroundings around;
  private final Supervised supervised;
  private List<String> stamps;
  private volatile DetectionRules rules;
  private @Nullable LiveDetection detection;
  private Instant looked;
  private volatile @Nullable Trouble ofFiles;
  private long found;
  private long suppressed;
  private long inspectedBefore;
  private long futureBefore;
  private volatile Told told = new Told("", 0, 0, 0, 0);

  /// What the thread of the rules tells others of itself.
  private record Told(String position, long inspected, long found, long suppressed, long future) {}

  private Detecting(
      Platform platform, TrailhouseConfig config, EventStream events, Supervisor supervisor) {
    this.platform = platform;
    this.spec = config.rules();
    this.stamps = LoadedRules.stamps(spec); // before they are read, so that no change is missed
    this.rules = LoadedRules.read(spec);
    this.alerting =
        Alerting.start(
            platform.home(), config.alerts(), config.aws(), platform.clock(), supervisor);
    alerting.know(rules);
    this.table = FindingTable.open(platform.lake());
    this.suppressions = Suppressions.in(platform.home());
    this.holds = new SnapshotRetainer(platform.home(), platform.clock());
    this.around =
        new LiveDetection.Surroundings(
            events,
            (from, commit, taker) -> {
              try (StoredEvents stored = new StoredEvents(platform.lake(), from, null, commit)) {
                stored.read(taker);
              }
            },
            platform.home().resolve("rules"),
            platform.clock());
    this.looked = platform.clock().instant();
    this.supervised = supervisor.of(this);
  }

  /// Starts the rules of the configuration.
  ///
  /// @param events what they follow; it stays open when they are closed
  /// @return null when it names none
  /// @throws TrailhouseException that names every problem of every rule file
  static @Nullable Detecting start(
      Platform platform, TrailhouseConfig config, EventStream events, Supervisor supervisor) {
    if (config.rules().isEmpty()) {
      return null;
    }
    Detecting detecting = new Detecting(platform, config, events, supervisor);
    detecting.supervised.start();
    return detecting;
  }

  /// The rules that run.
  DetectionRules loaded() {
    return rules;
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public Role role() {
    return Role.FOLLOWER;
  }

  @Override
  public String place() {
    return "the home folder";
  }

  @Override
  public Duration round(Turn turn) throws IOException {
    LiveDetection running = detection;
    if (running == null) {
      running = LiveDetection.open(rules, around, this::record);
      detection = running;
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
    LiveDetection running = detection;
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

  private void lookAtFiles(LiveDetection running) throws IOException {
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
    DetectionRules read;
    try {
      read = LoadedRules.read(spec);
    } catch (RuntimeException | Error e) { // whatever a file holds, the rules before go on
      ofFiles = Trouble.of(e, "rules");
      return;
    }
    ofFiles = null;
    if (!read.versions().equals(rules.versions())) {
      running.close();
      forget(running);
      rules = read;
      alerting.know(read);
      LOG.info("rules: read again, {} now", Counted.of(read.count(), "rule", "runs", "run"));
    }
  }

  RulesStatus status() {
    Told now = told;
    return new RulesStatus(
        supervised.trouble(),
        ofFiles,
        rules.count(),
        now.position(),
        now.inspected(),
        now.found(),
        now.suppressed(),
        now.future(),
        alerting.status());
  }

  private void forget(LiveDetection running) {
    inspectedBefore += running.inspected();
    futureBefore += running.future();
    detection = null;
  }

  /// What was inspected since the position was remembered is inspected again, by rules that know
  /// what they knew there.
  @Override
  public void abandon() {
    LiveDetection running = detection;
    if (running != null) {
      forget(running);
    }
  }

  @Override
  public void close(boolean isOpen) throws IOException {
    LiveDetection running = detection;
    if (running != null) {
      running.close();
    }
  }

  /// Closes what alerts go through, once nobody sends any more.
  @Override
  public void close() {
    alerting.close();
  }
}
