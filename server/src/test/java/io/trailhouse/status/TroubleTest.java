package io.trailhouse.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clause S19 of docs/spec/serve.md.
class TroubleTest {
  @Test
  void aFileThatWentAwayIsToldByItsPathAndWithoutTheNamesOfJava(@TempDir Path folder) {
    Path gone = folder.resolve("followers");
    IOException failure =
        Assertions.catchThrowableOfType(IOException.class, () -> Files.size(gone));
    Trouble told = Trouble.of(new UncheckedIOException(failure), "the routes");
    assertThat(told.problem()).isEqualTo("a file or folder cannot be used: it is no longer there");
    assertThat(told.place()).isEqualTo(gone + ", the routes");
    assertThat(told.text()).isEqualTo(told.problem() + " (" + told.place() + ")");
    assertThat(told.remedy()).startsWith("See that what is named is there").doesNotContain("debug");
  }
}
