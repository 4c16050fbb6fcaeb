package io.trailhouse.platform;

import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.CoverageSpan;
import io.trailhouse.coverage.Hole;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.serve.Rounds;
import io.trailhouse.status.Problem;
import io.trailhouse.status.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for holes every now and then while `serve` works, in a thread of its own. Each is logged
/// once when it is found and once when it is gone.
final class HoleWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HoleWatch.class);
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SPAN = Duration.ofDays(3);

  /// A system property: every how many seconds it looks.
  private static final String SECONDS = "trailhouse.holes";

  private final Platform platform;
  private final Healing healing;
  private final Duration every = Duration.ofSeconds(Long.getLong(SECONDS, EVERY.toSeconds()));
  private final Rounds rounds = new Rounds("holes", "the home folder", every, this::look);
  private final Set<String> known = new HashSet<>();
  private volatile List<String> found = List.of();

  HoleWatch(Platform platform, Healing healing) {
    this.platform = platform;
    this.healing = healing;
  }

  void start() {
    rounds.startAfter(every);
  }

  /// The holes of the last look, a line for people each.
  List<String> found() {
    return found;
  }

  /// Why holes cannot be looked for, or be healed.
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    Trouble trouble = rounds.trouble();
    if (trouble != null) {
      problems.add(new Problem("gaps", trouble));
    }
    healing
        .refused()
        .forEach((who, why) ->
            problems.add(
                new Problem(
                    "gaps of " + who,
                    new Trouble(
                        "they cannot be fetched from Event history: " + why,
                        "Let aws.role of that account look up events, or leave heal out"))));
    return problems;
  }

  private Duration look() throws IOException, InterruptedException {
    Instant now = platform.clock().instant();
    Duration heal = healing.within();
    Duration span = heal != null && heal.compareTo(SPAN) > 0 ? heal : SPAN;
    List<Hole> holes = holes(now.minus(span), now);
    tell(holes);
    if (heal != null && holes.stream().anyMatch(hole -> hole.reason().isLoss())) {
      healing.heal(holes, now);
      tell(holes(now.minus(span), now));
    }
    return every;
  }

  private List<Hole> holes(Instant from, Instant now) throws IOException {
    try (QueryEngine engine = platform.queries(usual -> usual)) {
      return new Coverage(engine, platform.digests(), platform.fetched())
          .find(CoverageSpan.around(from, now, now).live(true), null)
          .holes();
    }
  }

  private void tell(List<Hole> holes) {
    found = holes.stream().map(HoleWatch::line).toList();
    for (String line : found) {
      if (known.add(line)) {
        LOG.warn("missing: {}", line);
      }
    }
    known.removeIf(line -> {
      boolean gone = !found.contains(line);
      if (gone) {
        LOG.info("no longer missing: {}", line);
      }
      return gone;
    });
  }

  private static String line(Hole hole) {
    return "%s %s, %s to %s: %s%s"
        .formatted(
            hole.lane().account(),
            hole.lane().region(),
            hole.from(),
            hole.to(),
            hole.reason().words(),
            hole.count() == 0 ? "" : " (%d: %s)".formatted(hole.count(), hole.files().get(0)));
  }

  void stop() throws InterruptedException {
    rounds.end();
    healing.stop();
    rounds.await(PATIENCE);
  }
}
