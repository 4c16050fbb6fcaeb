package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.problem.TerminalEscaper;
import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void leavesPlainTextAlone() {
    String plain = "s3://acme-trail/löwe/大\tcolumn\nline";
    assertThat(TerminalEscaper.text(plain)).isSameAs(plain);
  }

  @Test
  void showsWhatWouldColourOrEraseTheScreen() {
    assertThat(TerminalEscaper.text("a\u001b[2Jb\rc\u0007\u009b"))
        .isEqualTo("a\\u001b[2Jb\\u000dc\\u0007\\u009b");
  }

  @Test
  void showsWhatWouldTurnTheDirectionOfTheText() {
    assertThat(TerminalEscaper.text("report\u202egnp.exe\u2066"))
        .isEqualTo("report\\u202egnp.exe\\u2066");
  }
}
