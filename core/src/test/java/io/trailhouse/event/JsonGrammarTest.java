package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import io.trailhouse.fixture.RandomRecords;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the reader takes for JSON is JSON: it accepts and refuses what Jackson's parser accepts and
/// refuses (spec: records.md, R3.8).
final class JsonGrammarTest {
  private static final String PIECES = "{}[]\",:\\ \n\t0123456789.-+eEtruefalsn/bux\u0000\u0001d8";

  @Test
  void aRecordIsWholeForTheReaderWhenItIsWholeForJackson() {
    int damaged = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder record = new StringBuilder(RandomRecords.wild(seed).next().text());
      for (int i = random.nextInt(3); i > 0; i--) {
        int at = 1 + random.nextInt(record.length() - 2);
        char piece = PIECES.charAt(random.nextInt(PIECES.length()));
        switch (random.nextInt(3)) {
          case 0 -> record.setCharAt(at, piece);
          case 1 -> record.insert(at, piece);
          default -> record.deleteCharAt(at);
        }
      }
      String text = record.toString();
      boolean isJson = isJson(text);
      damaged += isJson ? 0 : 1;
      ReadRecords read = ReadRecords.of("{\"Records\":[" + text + "]}");
      boolean whole =
          read.report().problems().stream()
                  .noneMatch(problem -> problem.problem().startsWith("not JSON"))
              && read.report().problems().stream()
                  .noneMatch(problem -> problem.problem().contains("ends in the middle"));
      assertThat(whole)
          .as("seed %d: %s: %s", seed, text, read.report().problems())
          .isEqualTo(isJson);
    }
    assertThat(damaged).isBetween(600, 2_400);
  }

  /// One value and nothing behind it.
  private static boolean isJson(String text) {
    try (JsonParser json = RecordJson.parser(text)) {
      json.nextToken();
      json.skipChildren();
      return json.nextToken() == null;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
