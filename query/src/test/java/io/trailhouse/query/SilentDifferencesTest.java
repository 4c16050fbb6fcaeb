package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SQL-3: what the engine would convert, order or print in another way than Trino gives Trino's
/// value, by its manual, or is refused with what to write instead.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilentDifferencesTest {
  private QueryEngine engine;

  @BeforeAll
  void openTable(@TempDir Path folder) {
    SampleTable table = new SampleTable(folder);
    table.file("one.parquet", SampleTable.TWO_EVENTS);
    engine = table.engine();
  }

  @AfterAll
  void closeEngine() {
    engine.close();
  }

  /// `statement ==> rows`, or `statement ==> ! a part of the remedy`.
  static Stream<String> statements() throws IOException {
    try (InputStream list = SilentDifferencesTest.class.getResourceAsStream("differences.txt")) {
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void givesTrinosValueOrSaysWhatToWrite(String line) {
    String[] parts = line.split(" ==> ", 2);
    String wanted = parts[1].strip();
    if (wanted.startsWith("!")) {
      assertThatThrownBy(() -> rows(parts[0]))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.QUERY_INVALID);
                assertThat(e.remedy()).contains(wanted.substring(1).strip());
              });
    } else {
      assertThat(String.join("; ", rows(parts[0]))).isEqualTo(wanted);
    }
  }

  @Test
  void columnsWithoutNamesAreCalledByTheirPlaceInUnionsAndValuesToo() {
    assertThat(names("SELECT 1 UNION SELECT 1")).containsExactly("_col0");
    assertThat(names("SELECT 'x' UNION ALL SELECT 'y'")).containsExactly("_col0");
    assertThat(names("VALUES (1, 'a')")).containsExactly("_col0", "_col1");
    assertThat(names("SELECT a FROM (VALUES (1, 'a')) AS t(a, b)")).containsExactly("a");
  }

  private List<String> names(String sql) {
    try (QueryAnswer answer = engine.ask(sql)) {
      return answer.columns().stream().map(QueryAnswer.Column::name).toList();
    }
  }

  private List<String> rows(String sql) {
    List<String> found = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        found.add(answer.row().stream().map(String::valueOf).collect(Collectors.joining(", ")));
      }
    }
    return found;
  }
}
