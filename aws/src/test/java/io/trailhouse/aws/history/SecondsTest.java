package io.trailhouse.aws.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecondsTest {
  private static final int SIZE = 200;

  private static BitSet bits(List<Seconds.Span> spans) {
    BitSet bits = new BitSet();
    spans.forEach(span -> bits.set((int) span.from(), (int) span.to() + 1));
    return bits;
  }

  @Test
  void itIsASetOfSecondsWhateverTheOrderOfItsSpans() {
    Random dice = new Random(5);
    for (int round = 0; round < 500; round++) {
      Seconds seconds = new Seconds();
      Seconds other = new Seconds();
      BitSet truth = new BitSet();
      BitSet otherTruth = new BitSet();
      for (int step = 0; step < 20; step++) {
        int from = dice.nextInt(SIZE);
        int to = from + dice.nextInt(20) - 2;
        (step % 2 == 0 ? seconds : other).add(from, to);
        if (from <= to) {
          (step % 2 == 0 ? truth : otherTruth).set(from, to + 1);
        }
      }
      int from = dice.nextInt(SIZE);
      int to = from + dice.nextInt(SIZE);
      BitSet missing = new BitSet();
      missing.set(from, to + 1);
      missing.andNot(truth);
      assertThat(bits(seconds.spans())).isEqualTo(truth);
      assertThat(bits(seconds.missing(from, to))).isEqualTo(missing);
      assertThat(bits(Seconds.parse(seconds.toString()).spans())).isEqualTo(truth);
      truth.and(otherTruth);
      assertThat(bits(seconds.and(other).spans())).isEqualTo(truth);
    }
  }

  @Test
  void spansThatTouchAreOne() {
    Seconds seconds = new Seconds();
    seconds.add(10, 19);
    seconds.add(30, 39);
    seconds.add(20, 29);
    assertThat(seconds).hasToString("10-39");
  }

  @Test
  void aTextThatIsNoSetStandsForNothingSoThatItIsReadAgain() {
    for (String text : List.of("", "x", "1-2,", "1", "-", "1-2;3-4")) {
      assertThat(Seconds.parse(text).spans()).isEmpty();
    }
  }
}
