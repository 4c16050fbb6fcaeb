package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The set of keys against a map of Java's.
final class KeySetTest {
  private record Key(long high, long low) {}

  @Test
  void itFindsWhatAMapFinds() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      KeySet set = new KeySet();
      Map<Key, Set<Long>> model = new HashMap<>();
      int range = 1 + random.nextInt(300);
      for (int i = 0; i < 2_000; i++) {
        // few different low halves: chains of slots that belong to others
        Key key = new Key(1 + random.nextInt(range), random.nextInt(5) << 20);
        long record = random.nextInt(4);
        if (random.nextBoolean()) {
          set.add(key.high(), key.low(), record);
          model.computeIfAbsent(key, each -> new HashSet<>()).add(record);
        }
        Set<Long> records = model.get(key);
        KeySet.Found expected =
            records == null
                ? KeySet.Found.NOTHING
                : record != KeySet.UNKNOWN && records.contains(record)
                    ? KeySet.Found.SAME_RECORD
                    : KeySet.Found.OTHER_RECORD;
        assertThat(set.find(key.high(), key.low(), record)).isEqualTo(expected);
        assertThat(set.contains(key.high(), key.low())).isEqualTo(records != null);
      }
    }
  }
}
