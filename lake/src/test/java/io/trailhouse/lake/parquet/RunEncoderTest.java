package io.trailhouse.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// parquet-java reads the numbers that were written.
final class RunEncoderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 17, 31})
  void numbersOfEveryWidthAreReadBack(int width) throws IOException {
    Random random = new Random(width);
    for (int round = 0; round < 300; round++) {
      int[] numbers = numbers(random, width);
      PageBytes page = new PageBytes();
      RunEncoder runs = page.runs(width);
      for (int from = 0; from < numbers.length; ) {
        int to = from + 1;
        while (to < numbers.length && numbers[to] == numbers[from]) {
          to++;
        }
        if (random.nextBoolean()) {
          runs.add(numbers[from], to - from);
        } else {
          for (int at = from; at < to; at++) {
            runs.add(numbers[at]);
          }
        }
        from = to;
      }
      runs.finish();
      assertThat(read(page, width, numbers.length)).isEqualTo(numbers);
    }
  }

  private static int[] numbers(Random random, int width) {
    int[] numbers = new int[random.nextInt(2_000)];
    int bound = 1 << Math.min(width, 30);
    for (int from = 0; from < numbers.length; ) {
      int to = Math.min(numbers.length, from + (random.nextBoolean() ? 1 : random.nextInt(40) + 1));
      Arrays.fill(numbers, from, to, random.nextInt(bound));
      from = to;
    }
    return numbers;
  }

  private static int[] read(PageBytes page, int width, int count) throws IOException {
    var decoder =
        new RunLengthBitPackingHybridDecoder(
            width, new ByteArrayInputStream(page.bytes(), 0, page.length()));
    int[] numbers = new int[count];
    for (int at = 0; at < count; at++) {
      numbers[at] = decoder.readInt();
    }
    return numbers;
  }
}
