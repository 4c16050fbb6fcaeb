package io.trailhouse.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.parquet.CheckedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another upkeep may take a file away at any moment (spec: table.md, F2 and F3).
class LocalFilesTest {
  @TempDir private Path folder;

  /// Readers ask for the stream first and for the length then: 0 would make the file another one.
  @Test
  void whatWasReadKeepsItsLengthWhenTheFileGoes() throws Exception {
    LocalFiles files = new LocalFiles(new CheckedFiles(folder));
    Path file = folder.resolve("00001-a.metadata.json");
    Files.writeString(file, kept());
    InputFile input = files.newInputFile(file.toString());
    try (SeekableInputStream in = input.newStream()) {
      Files.delete(file);
      assertThat(input.getLength()).isEqualTo(in.readAllBytes().length).isPositive();
    }
  }

  private String kept() throws Exception {
    Path table = Files.createDirectory(folder.resolve("table"));
    try (Lake lake = Lake.open(table)) {
      lake.events();
    }
    try (var all = Files.walk(table)) {
      Path metadata =
          all.filter(each -> each.toString().endsWith(".metadata.json")).findFirst().orElseThrow();
      return Files.readString(metadata)
          .replace(String.valueOf(metadata.getFileName()), "00001-a.metadata.json")
          .replaceFirst("\"trailhouse.crc32c\":\"[0-9a-f]{8}\",", "");
    }
  }

  @Test
  void aFileThatIsNotThereHasNoLength() throws Exception {
    LocalFiles files = new LocalFiles(new CheckedFiles(folder));
    Path file = folder.resolve("some.parquet");
    OutputFile made = files.newOutputFile(file.toString());
    try (PositionOutputStream out = made.create()) {
      out.write(1);
    }
    assertThat(files.newInputFile(file.toString()).getLength()).isEqualTo(1);
    Files.delete(file);
    assertThatThrownBy(() -> files.newInputFile(file.toString()).getLength())
        .isInstanceOf(NotFoundException.class);
  }
}
