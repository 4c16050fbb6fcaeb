package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What reaches a terminal or a full disk (spec: sql.md, SQL-9).
final class TerminalTextTest {
  private static String shown(String text) {
    StringWriter shown = new StringWriter();
    PrintWriter out = new PrintWriter(new TerminalText(shown));
    out.print(text);
    out.flush();
    return shown.toString();
  }

  @Test
  void whatWouldActOnTheTerminalIsAnEscape() {
    assertThat(shown("a\u001b[2Jb\u009bc\u202ed\u007f"))
        .isEqualTo("a\\u001b[2Jb\\u009bc\\u202ed\\u007f");
    assertThat(shown("x\u2028y")).isEqualTo("x\\u2028y");
  }

  /// Tags are written as pairs of units, of which neither alone tells what they are.
  @Test
  void whatIsUnseenIsAnEscapeTooWhereverItsUnitsAreCut() {
    assertThat(shown("a\u200bb\ufeff\udb40\udc41c")).isEqualTo("a\\u200bb\\ufeff\\udb40\\udc41c");
    StringWriter shown = new StringWriter();
    PrintWriter out = new PrintWriter(new TerminalText(shown));
    for (char unit : "x\ud83d\ude00\udb40\udc41\ry\r\n".toCharArray()) {
      out.write(unit);
      out.flush();
    }
    assertThat(shown).hasToString("x\ud83d\ude00\\udb40\\udc41\\u000dy\r\n");
  }

  @Test
  void linesEndAsTheyDoAndAReturnAloneDoesNotOverwrite() {
    assertThat(shown("a,b\r\nc\td\n")).isEqualTo("a,b\r\nc\td\n");
    assertThat(shown("good\rbad\r\r\n")).isEqualTo("good\\u000dbad\\u000d\r\n");
    assertThat(shown("ä€\ud83d\ude00")).isEqualTo("ä€\ud83d\ude00");
  }

  @Test
  void standardOutputRemembersThatItCouldNotBeWritten() throws IOException {
    StandardOutput whole = new StandardOutput(new ByteArrayOutputStream());
    whole.write('x');
    assertThat(whole.problem()).isNull();

    StandardOutput full =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    PrintWriter out = new PrintWriter(full, false, StandardCharsets.UTF_8);
    out.println("lost");
    out.flush();
    assertThat(full.problem()).hasMessage("No space left on device");
  }
}
