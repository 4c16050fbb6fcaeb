package io.trailhouse.platform;

import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.CoverageSpan;
import io.trailhouse.coverage.Gap;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.serve.Loop;
import io.trailhouse.serve.Role;
import io.trailhouse.serve.Supervised;
import io.trailhouse.serve.Supervisor;
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

/// Looks for gaps every now and then while `serve` works. Each is logged once when it is found and
/// once when it is gone.
final class GapWatch implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(GapWatch.class);
  private static final Duration SPAN = Duration.ofDays(3);

  private final Platform platform;
  private final Healing healing;
  private final Duration every;
  private final Supervised supervised;
  private final Set<String> known = new HashSet<>();
  private volatile List<String> found = List.of();

  GapWatch(Platform platform, Healing healing, Supervisor supervisor) {
    this.platform = platform;
    this.healing = healing;
    this.every = platform.tempo().gaps();
    this.supervised = supervisor.of(this);
  }

  void start() {
    supervised.start();
  }

  @Override
  public String name() {
    return "gaps";
  }

  @Override
  public Role role() {
    return Role.GAPS;
  }

  @Override
  public String place() {
    return "the home folder";
  }

  @Override
  public Duration startAfter() {
    return every;
  }

  /// A look that fails may have cost a lot.
  @Override
  public Duration longestPause() {
    return every;
  }

  /// The gaps of the last look, a line for people each.
  List<String> found() {
    return found;
  }

  /// Why gaps cannot be looked for, or be healed.
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    Problem problem = supervised.problem();
    if (problem != null) {
      problems.add(problem);
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

  @Override
  public Duration round(Turn turn) throws IOException, InterruptedException {
    Instant now = platform.clock().instant();
    Duration heal = healing.within();
    Duration span = heal != null && heal.compareTo(SPAN) > 0 ? heal : SPAN;
    List<Gap> gaps = gaps(now.minus(span), now);
    tell(gaps);
    if (heal != null && gaps.stream().anyMatch(gap -> gap.reason().isLoss())) {
      healing.heal(gaps, now, turn);
      tell(gaps(now.minus(span), now));
    }
    return every;
  }

  private List<Gap> gaps(Instant from, Instant now) throws IOException {
    try (QueryEngine engine = platform.queries()) {
      return new Coverage(engine, platform.digests(), platform.fetched())
          .find(CoverageSpan.around(from, now, now).live(true), null)
          .gaps();
    }
  }

  private void tell(List<Gap> gaps) {
    found = gaps.stream().map(GapWatch::line).toList();
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

  private static String line(Gap gap) {
    return "%s %s, %s to %s: %s%s"
        .formatted(
            gap.accountRegion().account(),
            gap.accountRegion().region(),
            gap.from(),
            gap.to(),
            gap.reason().words(),
            gap.count() == 0 ? "" : " (%d: %s)".formatted(gap.count(), gap.files().get(0)));
  }

  @Override
  public void finish() {
    healing.finish();
  }
}
