package io.trailhouse.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What another program has written has no seal (spec: table.md, F2).
class WholeFileTest {
  @TempDir Path folder;

  /// The table format reads again for minutes what it does not understand, unless it is told that
  /// the file is broken.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"format-version\":2}",
        "{\"format-version\":99,\"table-uuid\":\"0d1d5ff2-7f3c-4a5b-a6a5-2b8e2f3f3f10\"}",
        "{\"format-version\":2} {}"
      })
  void metadataWithoutASealThatCannotBeUnderstoodIsNamedAtOnce(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("00001-a.metadata.json"), text);

    assertThatThrownBy(() -> WholeFile.read(file, Seal.Form.JSON, -1))
        .isInstanceOfSatisfying(
            BrokenFileException.class,
            broken -> assertThat(broken.told().place()).isEqualTo(file.toString()));
  }
}
