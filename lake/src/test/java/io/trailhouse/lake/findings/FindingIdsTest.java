package io.trailhouse.lake.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Ids are told apart exactly, whatever they are.
final class FindingIdsTest {
  @Test
  void knowsWhatWasAddedAndNothingElse() {
    FindingIds ids = new FindingIds();
    for (int i = 0; i < 5_000; i++) {
      assertThat(ids.add(Findings.id(2 * i))).isTrue();
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.contains(Findings.id(i))).isEqualTo(i % 2 == 0);
    }
    assertThat(ids.add(Findings.id(2))).isFalse();
  }

  @Test
  void takesZerosAndTextsThatAreNoDigits() {
    FindingIds ids = new FindingIds();
    for (String id : new String[] {"0".repeat(32), "f".repeat(32), "", "of another program"}) {
      assertThat(ids.contains(id)).isFalse();
      assertThat(ids.add(id)).isTrue();
      assertThat(ids.add(id)).isFalse();
      assertThat(ids.contains(id)).isTrue();
    }
  }
}
