package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// Clause P6 of docs/spec/import.md.
class ProgressLineTest {
  private record At(double share, String done) implements ProgressLine.Work {
    @Override
    public String done(double seconds) {
      return done;
    }

    @Override
    public String ending() {
      return "committing";
    }
  }

  private static final String NUMBERS =
      "1,234,567 of 1,234,567 files  123,456,789 events  1,234,567/s";

  @Test
  void theLineFitsWhateverTheWidthIs() {
    for (int width = 1; width <= 200; width++) {
      for (double share : new double[] {0, 0.01, 0.5, 0.999, 1, 7}) {
        String line = ProgressLine.line(new At(share, NUMBERS), 12_345, width);
        assertThat(line.length()).isLessThanOrEqualTo(width);
      }
    }
    assertThat(ProgressLine.line(new At(0.5, "12 of 24 files  9 events  3/s"), 10, 79))
        .isEqualTo("[############............]  50 %  12 of 24 files  9 events  3/s  10 s left");
    assertThat(ProgressLine.line(new At(0.5, NUMBERS), 10, 79))
        .isEqualTo(" 50 %  " + NUMBERS + "  10 s left");
  }

  @Test
  void whenAllIsReadItSaysThatItCommitsAndNothingOfPercent() {
    assertThat(ProgressLine.line(new At(1, "3 files"), 10, 79))
        .isEqualTo("[########################] committing  3 files");
    assertThat(ProgressLine.line(new At(0.9999, "3 files"), 10, 79)).contains(" 99 %");
  }

  @Test
  void withoutATerminalNothingIsTold() throws Exception {
    StringWriter told = new StringWriter();
    try (ProgressLine line = new ProgressLine(new PrintWriter(told, true), new At(0.5, "x"))) {
      line.start();
      assertThat(Thread.getAllStackTraces().keySet()) // nobody who would draw it
          .extracting(Thread::getName)
          .doesNotContain("progress");
    }
    assertThat(told.toString()).isEmpty();
  }
}
