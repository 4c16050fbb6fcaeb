package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void leavesPlainTextAlone() {
    String plain = "s3://acme-trail/löwe/大\tcolumn\nline";
    assertThat(Visible.text(plain)).isSameAs(plain);
  }

  @Test
  void showsWhatWouldColourOrEraseTheScreen() {
    assertThat(Visible.text("a\u001b[2Jb\rc\u0007\u009b"))
        .isEqualTo("a\\u001b[2Jb\\u000dc\\u0007\\u009b");
  }

  @Test
  void showsWhatWouldTurnTheDirectionOfTheText() {
    assertThat(Visible.text("report\u202egnp.exe\u2066")).isEqualTo("report\\u202egnp.exe\\u2066");
  }
}
