package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a home folder holds, asked in SQL as a person would ask.
final class Contents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Contents() {}

  /// The first column of an answer.
  static List<String> texts(Path home, String sql) {
    Program.Ended ended =
        Program.trailhouse(home, "query", "--json", "--home", home.toString(), sql);
    assertThat(ended.exit()).as(ended.err()).isZero();
    try {
      List<String> texts = new ArrayList<>();
      for (JsonNode row : JSON.readTree(ended.out())) {
        texts.add(row.iterator().next().asText());
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(ended.out(), e);
    }
  }

  static long number(Path home, String sql) {
    return Long.parseLong(texts(home, sql).get(0));
  }
}
