package io.trailhouse.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What acts on a terminal, by Unicode's own lists.
class TerminalEscaperTest {
  private static final List<Integer> ACTING =
      IntStream.of(
              // C0, DEL and C1
              IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0)).toArray())
          .boxed()
          .toList();

  /// Marks of direction, embeddings, overrides and isolates; zero-width space, joiners, word joiner
  /// and byte order mark; soft hyphen; separators of lines and paragraphs; tags.
  private static final List<Integer> UNSEEN =
      List.of(
          0xad, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a,
          0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066, 0x2067,
          0x2068, 0x2069, 0xfeff, 0xfff9, 0xfffa, 0xfffb, 0xe0001, 0xe0020, 0xe007f);

  @Test
  void everyCharacterThatActsIsAnEscapeThatJsonReadsAsTheSame() {
    for (List<Integer> all : List.of(ACTING, UNSEEN)) {
      for (int code : all) {
        String one = Character.toString(code);
        StringBuilder escape = new StringBuilder();
        one.chars().forEach(unit -> escape.append("\\u%04x".formatted(unit)));
        assertThat(TerminalEscaper.acts(code)).as("U+%04X", code).isTrue();
        assertThat(one.matches(TerminalEscaper.ONE)).as("U+%04X", code).isTrue();
        assertThat(TerminalEscaper.line("a" + one + "b")).isEqualTo("a" + escape + "b");
        if (code != '\n' && code != '\t') {
          assertThat(TerminalEscaper.text("a" + one + "b")).isEqualTo("a" + escape + "b");
        }
      }
    }
  }

  @Test
  void whatIsSeenStaysAsItIs() {
    String seen = "s3://löwe/大 😀 עברית عربى";
    assertThat(TerminalEscaper.line(seen)).isSameAs(seen);
    assertThat(TerminalEscaper.text("a\n\tb")).isEqualTo("a\n\tb");
  }

  @Test
  void aLongTextIsCutBehindAWholeEscape() {
    assertThat(TerminalEscaper.line("ab\u001bcd", 4)).isEqualTo("ab\\u001b…");
    assertThat(TerminalEscaper.line("abc", 4)).isEqualTo("abc");
  }
}
