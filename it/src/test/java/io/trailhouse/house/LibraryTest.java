package io.trailhouse.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What somebody gets along with the library when all they want is events from a queue.
class LibraryTest {
  private static final Pattern VERSION = Pattern.compile("-\\d[\\w.-]*\\.jar$");

  /// B6.
  @Test
  void aProgramThatReadsAQueueGetsNothingThatItDoesNotUse() throws IOException {
    assertThat(jars(Checkout.root().resolve("aws/target/runtime-classpath")))
        .as("jars that trailhouse-aws brings; a new one needs a reason in docs/dependencies.md")
        .isEqualTo(
            Files.readAllLines(
                Checkout.root().resolve("it/src/test/resources/house/queue-reader.txt")));
  }

  /// B6.
  @Test
  void neitherMailNorCountriesNorRulesComeAlong() throws IOException {
    assertThat(jars(Checkout.root().resolve("aws/target/runtime-classpath")))
        .contains("trailhouse-core", "jackson-core", "sqs")
        .noneMatch(jar -> jar.contains("mail") || jar.contains("maxmind") || jar.contains("duckdb"))
        .doesNotContain("trailhouse-detect", "trailhouse-deliver", "trailhouse-lake");
  }

  /// Names without versions, sorted. The list is made when `aws` is packaged.
  private static List<String> jars(Path list) throws IOException {
    return Arrays.stream(Files.readString(list).strip().split(File.pathSeparator))
        .map(path -> VERSION.matcher(Path.of(path).getFileName().toString()).replaceFirst(""))
        .map(name -> name.equals("classes") ? "trailhouse-core" : name)
        .sorted()
        .toList();
  }
}
