package io.trailhouse.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void theNounFollowsItsNumber() {
    assertThat(Counted.of(0, "file")).isEqualTo("0 files");
    assertThat(Counted.of(1, "file")).isEqualTo("1 file");
    assertThat(Counted.of(1_234, "new event")).isEqualTo("1,234 new events");
    assertThat(Counted.of(2, "query")).isEqualTo("2 queries");
    assertThat(Counted.of(2, "day")).isEqualTo("2 days");
    assertThat(Counted.of(2, "address")).isEqualTo("2 addresses");
    assertThat(Counted.of(1, "file", "is", "are")).isEqualTo("1 file is");
  }

  @Test
  void aTextInThePluralFollowsItsNumbers() {
    String text =
        "%,d files read in %.1f s (%,.0f events/s): %,d events, %,d new, %,d duplicates.%n";
    assertThat(Counted.format(text, 1L, 1.0, 1.0, 1L, 1L, 1L))
        .isEqualTo("1 file read in 1.0 s (1 events/s): 1 event, 1 new, 1 duplicate.\n");
    assertThat(Counted.format(text, 2L, 1.0, 2.0, 1_000L, 0L, 0L))
        .isEqualTo("2 files read in 1.0 s (2 events/s): 1,000 events, 0 new, 0 duplicates.\n");
    assertThat(Counted.format("%,d new log files were kept by %s", 1, "1 files"))
        .isEqualTo("1 new log file was kept by 1 files");
    assertThat(Counted.format("%d queries and %d addresses, %d%% of %s", 1, 1, 1, "x"))
        .isEqualTo("1 query and 1 address, 1% of x");
    assertThat(Counted.format("%,d of %,d rules match", 1, 3)).isEqualTo("1 of 3 rules match");
  }
}
