package io.trailhouse.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileReasonTest {
  static Stream<Arguments> wordsOfFailures() {
    return Stream.of(
        Arguments.of(new ZipException(null), "its packed bytes are damaged"),
        Arguments.of(new ZipException("zip END header not found"), "at its end is missing"),
        Arguments.of(
            new ZipException("invalid CEN header (encrypted entry)"),
            "it is protected with a password: unpack it first"),
        Arguments.of(
            new ZipException("invalid CEN header (bad compression method: 12)"),
            "zip method 12): unpack it first"),
        Arguments.of(
            new ZipException("invalid CEN header (bad signature)"),
            "the list of its entries is damaged"),
        Arguments.of(new EOFException(), "it ends too early"),
        Arguments.of(new IOException("Truncated TAR archive"), "it ends too early"),
        Arguments.of(new MalformedInputException(1), "its bytes are no UTF-8 text"),
        Arguments.of(new NoSuchFileException("x"), "it is no longer there"),
        Arguments.of(new FileAlreadyExistsException("x"), "something else is there"),
        Arguments.of(
            new FileNotFoundException("/a (b)/c (Permission denied)"), "permission denied"),
        Arguments.of(
            new FileSystemException("x", null, "Read-only file system"), "it can only be read"),
        Arguments.of(new FileSystemException("x", null, "File name too long"), "is too long"),
        Arguments.of(new IOException("No space left on device"), "no room left on the disk"),
        Arguments.of(new IOException(), "it cannot be read or written"));
  }

  @ParameterizedTest
  @MethodSource("wordsOfFailures")
  void saysWhatItMeansAndNothingOfJava(IOException failure, String words) {
    assertThat(FileReason.of(failure)).contains(words).doesNotContain("Exception", "null");
    assertThat(FileReason.ofAny(new UncheckedIOException(failure))).contains(words);
  }

  @Test
  void saysThatAFolderStandsInTheFilesPlace(@TempDir Path folder) {
    IOException failure =
        Assertions.catchThrowableOfType(
            IOException.class, () -> new FileInputStream(folder.toFile()).close());
    assertThat(FileReason.of(failure)).isEqualTo("it is a folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{\"a\": [1, ", "{\"a\": \"tex", "nul", "{\"a\" 1}", "\u0000{}", "{]"})
  void saysOfBrokenJsonWhereAndNothingOfItsReader(String text) {
    IOException failure =
        Assertions.catchThrowableOfType(IOException.class, () -> new ObjectMapper().readTree(text));
    assertThat(FileReason.of(failure))
        .matches("(?:it is no JSON|its JSON ends too early), at line 1, column \\d+");
    assertThat(Causes.words(failure)).isEqualTo(FileReason.of(failure));
    assertThat(JsonReason.written((com.fasterxml.jackson.core.JsonProcessingException) failure))
        .doesNotContain("Source", "REDACTED", "StreamRead")
        .endsWith(")");
  }

  @Test
  void saysThatJsonIsTooDeep() throws IOException {
    try (InputStream deep =
            new ByteArrayInputStream("[".repeat(5000).getBytes(StandardCharsets.UTF_8));
        JsonParser json = new JsonFactory().createParser(deep)) {
      IOException failure =
          Assertions.catchThrowableOfType(
              IOException.class,
              () -> {
                while (json.nextToken() != null) {
                  // on to the level that is refused
                }
              });
      assertThat(FileReason.of(failure))
          .startsWith("its JSON is deeper or longer than what is read");
    }
  }

  @Test
  void theFileIsNamedWhereverAFailureIsTold() {
    IOException moved =
        new FileSystemException("/a/tmp", "/b/q.parquet", "No space left on device");
    assertThat(Causes.of(new UncheckedIOException(moved), "command query").orElseThrow())
        .satisfies(told -> {
          assertThat(told.code()).isEqualTo(Code.DISK_FULL);
          assertThat(told.place()).isEqualTo("/b/q.parquet, command query");
        });
    assertThat(Causes.orOfFiles(new NoSuchFileException("/gone"), "the routes").orElseThrow())
        .satisfies(told -> {
          assertThat(told.problem())
              .isEqualTo("a file or folder cannot be used: it is no longer there");
          assertThat(told.place()).isEqualTo("/gone, the routes");
          assertThat(told.code().answer()).isEqualTo(Answer.RETRY);
        });
    assertThat(Causes.orOfFiles(new IllegalStateException("a mistake"), "x")).isEmpty();
  }
}
