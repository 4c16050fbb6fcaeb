package io.trailhouse.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clauses W2 to W4 and W9 of docs/spec/coverage.md, on one account and Region.
class CoverageTest {
  private static final Instant START = Instant.parse("2026-05-20T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofHours(6));
  private static final AccountRegion NAME = new AccountRegion("111122223333", "us-east-1");

  private final CoveredHours hours = new CoveredHours(NAME, CoverageSpan.around(START, END, END));

  private String states() {
    StringBuilder signs = new StringBuilder();
    for (HourState state : hours.states()) {
      signs.append(state.sign());
    }
    return signs.toString();
  }

  private static Instant hour(int number) {
    return START.plus(Duration.ofHours(number));
  }

  private void busyBefore(int ofHundredHours) {
    for (int back = 1; back <= 14 * 24; back++) {
      if (back % 100 < ofHundredHours) {
        hours.arrived(hour(-back));
      }
    }
  }

  @Test
  void anHourIsCompleteOnlyWhenDigestsCoverAllOfIt() {
    hours.covered(hour(0).plusSeconds(91), hour(1).plusSeconds(91), false);
    hours.covered(hour(1).plusSeconds(91), hour(2).plusSeconds(91), true);
    hours.covered(hour(2).plusSeconds(91), hour(4), true);
    hours.arrived(hour(0));
    assertThat(states()).isEqualTo("-+##..");
  }

  @Test
  void aSilenceOfAnAccountInARegionThatIsNeverSilentIsAGap() {
    busyBefore(97);
    hours.arrived(hour(0));
    hours.arrived(hour(4));
    hours.covered(hour(1), hour(2), false);
    hours.silences(hour(5));
    assertThat(states()).isEqualTo("-+!!-.");
    assertThat(hours.gaps())
        .containsExactly(new Gap(NAME, hour(2), hour(4), Gap.Reason.SILENT, List.of(), 0));
  }

  @Test
  void anAccountInARegionThatIsOftenSilentHasNoGap() {
    busyBefore(90);
    hours.silences(hour(6));
    assertThat(states()).isEqualTo("......");
  }

  /// Clause W9.
  @Test
  void whatDidNotComeIsFixedByEventHistoryAndWhatCameWrongIsNot() {
    hours.covered(hour(0), hour(6), false);
    hours.absent(hour(1).plusSeconds(5), "a", true);
    hours.absent(hour(3).plusSeconds(5), "b", true);
    hours.changed(hour(4), "c");
    hours.fetched((name, from, to) -> !to.isAfter(hour(2)) || from.equals(hour(3)));
    assertThat(states()).isEqualTo("+=+!!+");
    assertThat(hours.gaps()).hasSize(2);
  }

  /// Clause W9.
  @Test
  void anHourThatWasFetchedIsShownWhetherOrNotAnythingElseIsKnownOfIt() {
    hours.arrived(hour(1));
    hours.covered(hour(2), hour(3), false);
    hours.changed(hour(3), "c");
    hours.fetched((name, from, to) -> !to.isAfter(hour(4)));
    assertThat(states()).isEqualTo("==+!..");
  }

  @Test
  void whatIsYoungIsLateAndNotMissing() {
    hours.covered(hour(0), hour(2), false);
    hours.absent(hour(0).plusSeconds(5), "a", false);
    hours.absent(hour(1).plusSeconds(5), "b", true);
    hours.absent(hour(1).plusSeconds(6), "c", true);
    hours.changed(hour(2), "d");
    hours.absent(hour(9), "outside", true);
    assertThat(states()).isEqualTo("~!!...");
    assertThat(hours.gaps())
        .containsExactly(
            new Gap(NAME, hour(1), hour(2), Gap.Reason.FILE_ABSENT, List.of("b", "c"), 2),
            new Gap(NAME, hour(2), hour(3), Gap.Reason.FILE_CHANGED, List.of("d"), 1));
  }

  @Test
  void onlySomeFilesOfAGapAreNamedAndAllAreCounted() {
    for (int file = 0; file < 50; file++) {
      hours.absent(hour(file % 3), "f" + file, true);
    }
    assertThat(hours.gaps())
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.files()).hasSize(Gap.MOST_NAMED);
          assertThat(gap.count()).isEqualTo(50);
        });
  }
}
