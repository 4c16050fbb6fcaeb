package io.trailhouse.lake.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.finding.Finding;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which findings nobody wants to hear of, until when (spec: findings.md, F13 to F16).
final class SuppressionsTest {
  private static final Instant NOON = Findings.NOON;
  private static final Instant LATER = NOON.plus(Duration.ofDays(30));
  private static final Suppression ANN =
      new Suppression("rule-a", "*:user/ann", "111122223333", LATER, "\"known\" \u202e ä");

  @TempDir private Path home;

  @Test
  void outlivesTheProcessAndIsSeenByOthersAtOnce() {
    Suppressions one = Suppressions.in(home);
    Suppressions other = Suppressions.in(home);
    Finding finding = Findings.finding(1);
    assertThat(other.of(finding, NOON)).isEmpty();
    assertThat(one.add(ANN).number()).isEqualTo(1);
    assertThat(other.of(finding, NOON)).contains(ANN);
    assertThat(other.add(new Suppression("*", "*", "*", LATER, "all")).number()).isEqualTo(2);
    assertThat(one.list()).hasSize(2).contains(new Suppressions.Numbered(1, ANN));
    assertThat(one.remove(2)).isTrue();
    assertThat(other.remove(2)).isFalse();
    assertThat(other.add(ANN).number()).isEqualTo(3);
    assertThat(Suppressions.in(home).list())
        .containsExactly(new Suppressions.Numbered(1, ANN), new Suppressions.Numbered(3, ANN));
    assertThat(home.resolve("suppressions.json.part")).doesNotExist();
  }

  @Test
  void noLongerAppliesFromItsEndOnAndIsStillListed() {
    Suppressions all = Suppressions.in(home);
    all.add(ANN);
    Finding finding = Findings.finding(1);
    assertThat(all.of(finding, LATER.minusNanos(1))).contains(ANN);
    assertThat(all.of(finding, LATER)).isEmpty();
    assertThat(all.list())
        .singleElement()
        .satisfies(each -> assertThat(each.suppression().isExpired(LATER)).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "rule-a, *, *, true",
    "*, *, *, true",
    "rule, *, *, false",
    "*, arn:aws:iam::111122223333:user/ann, *, true",
    "*, arn:*:user/a?n, *, true",
    "*, *ann*, *, true",
    "*, *Ann, *, false",
    "*, arn:*:user/a, *, false",
    "*, '', *, false",
    "*, *, 111122223333, true",
    "*, *, 444455556666, false"
  })
  void coversWhatItNames(String rule, String principal, String account, boolean covers) {
    Suppression suppression = new Suppression(rule, principal, account, LATER, "");
    assertThat(suppression.covers(Findings.finding(1), NOON)).isEqualTo(covers);
  }

  @Test
  void aPatternOfManyStarsTakesNoTime() {
    Finding long30k = Findings.finding(1, "rule-a", "a".repeat(30_000));
    Suppression hard = new Suppression("*", "*a".repeat(60) + "b", "*", LATER, "");
    assertThat(hard.covers(long30k, NOON)).isFalse();
  }

  @Test
  void aDamagedFileIsToldAndNotTakenForNone() throws Exception {
    Suppressions all = Suppressions.in(home);
    all.add(ANN);
    for (String damaged : new String[] {"", "[]", "{\"suppressions\":[{\"number\":1", "{}x"}) {
      Files.writeString(home.resolve("suppressions.json"), damaged);
      assertThatThrownBy(() -> Suppressions.in(home).of(Findings.finding(1), NOON))
          .as(damaged)
          .isInstanceOf(TrailhouseException.class)
          .hasMessageContaining("suppressions.json");
    }
  }
}
