package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// S20 of docs/spec/serve.md for cells of a table on a terminal.
class CellTest {
  @Test
  void noCharacterThatActsReachesACell() {
    IntStream.rangeClosed(0, 0x10ffff)
        .filter(code -> Character.toString(code).matches("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]"))
        .forEach(code ->
            assertThat(Cell.visible("a" + Character.toString(code) + "b"))
                .as("U+%04X", code)
                .matches("a(\\\\u[0-9a-f]{4}){1,2}b|a\\\\[nrt]b"));
    assertThat(Cell.visible("大 😀")).isEqualTo("大 😀");
  }
}
