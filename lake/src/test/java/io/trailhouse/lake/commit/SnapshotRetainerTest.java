package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who follows, and until when (spec: routes.md T13).
final class SnapshotRetainerTest {
  @TempDir private Path home;
  private Instant now = Instant.parse("2026-05-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  @Test
  void theOldestCommitOfAllWhoFollowCountsUntilTheirTimeIsOver() {
    SnapshotRetainer holds = new SnapshotRetainer(home, clock);
    assertThat(holds.oldest()).isEqualTo(Long.MAX_VALUE);
    holds.release("nobody");
    holds.hold("routes", 7, Duration.ofDays(8));
    holds.hold("iam-replay-from-5", 3, Duration.ofHours(1));
    assertThat(new SnapshotRetainer(home, clock).oldest()).isEqualTo(3);
    now = now.plus(Duration.ofHours(2));
    assertThat(holds.oldest()).isEqualTo(7);
    holds.hold("routes", 9, Duration.ofDays(8));
    assertThat(holds.oldest()).isEqualTo(9);
    now = now.plus(Duration.ofDays(9));
    assertThat(holds.oldest()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoIsReleasedHoldsNothingAndNobodyHoldsForEver() {
    SnapshotRetainer holds = new SnapshotRetainer(home, clock);
    holds.hold("a", 3, Duration.ofDays(4000));
    holds.hold("b", 5, Duration.ofDays(1));
    holds.release("b");
    assertThat(holds.oldest()).isEqualTo(3);
    now = now.plus(SnapshotRetainer.LONGEST);
    assertThat(holds.oldest()).isEqualTo(Long.MAX_VALUE);
  }
}
