package io.trailhouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlWriterTest {
  @Test
  void writesAsAPersonWould() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", "mine");
    document.put("items", List.of(Map.of("sql", "SELECT 1\nFROM events"), Map.of("n", "0x10")));
    assertThat(YamlWriter.write(document))
        .isEqualTo(
            """
            id: mine
            items:
              - sql: |-
                  SELECT 1
                  FROM events
              - n: '0x10'
            """);
  }

  /// Every character of the first planes, in the middle of a text and alone, and what looks like
  /// something else than text.
  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    for (int code = 0; code < 0x3100; code++) {
      again(Character.toString(code));
      again("a" + Character.toString(code) + "b\nc ");
    }
    for (String text : List.of("", " ", "no", "Null", "-0", "1_000", ".inf", "#", "|", "> ")) {
      again(text);
    }
  }

  private static void again(String text) throws IOException {
    String yaml = YamlWriter.write(Map.of("key", text));
    YamlDocuments read =
        YamlDocuments.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test");
    assertThat(read.problems()).as(yaml).isEmpty();
    assertThat(((Yaml.Mapping) read.documents().get(0)).plain()).isEqualTo(Map.of("key", text));
  }
}
