package io.trailhouse.lake.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.iceberg.TableMetadataParser;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.jspecify.annotations.Nullable;

/// Looks through a whole file of a table and says whether it is what was written.
///
/// By its [Seal]; a file without one, which an older version or another program has written, by
/// what its form has: the checksums of Parquet's pages, the blocks of Avro, the syntax of JSON. And
/// whether it is the file that its name stands for: by the name inside; without one, by what the
/// table knows of it.
public final class WholeFile {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  static final int TAIL = Integer.BYTES + MAGIC.length;
  private static final int BUFFER = 1 << 20;
  private static final String OTHER_BYTES = "its bytes are not those that were written";

  private WholeFile() {}

  /// Refuses what cannot be opened without waiting for somebody, such as a pipe.
  public static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BrokenFileException.gone(
          file.toString(), Files.exists(file) ? "it is no regular file" : "it is gone", null);
    }
  }

  /// The bytes of a small file.
  ///
  /// @param size how many bytes the table says that it has; -1 where it does not say
  public static byte[] read(Path file, Seal.Form form, long size) {
    requireFile(file);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw BrokenFileException.gone(file.toString(), "it is gone", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    switch (Seal.check(form, bytes)) {
      case WHOLE -> {}
      case BROKEN -> throw BrokenFileException.damaged(file.toString(), OTHER_BYTES, null);
      case UNSEALED -> requireSyntax(file, form, bytes);
    }
    requireSize(file, bytes.length, size);
    try {
      Map<String, String> inside =
          form == Seal.Form.AVRO ? AvroBlocks.metadata(bytes) : firstTexts(bytes);
      requireName(file, inside.get(Seal.FILE));
      requireSnapshot(file, inside);
    } catch (IOException e) {
      throw BrokenFileException.damaged(file.toString(), FileReason.ofAny(e), e);
    }
    return bytes;
  }

  /// The texts that a JSON object begins with.
  private static Map<String, String> firstTexts(byte[] bytes) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME
          && parser.nextToken() == JsonToken.VALUE_STRING) {
        texts.put(parser.currentName(), parser.getText());
      }
    }
    return texts;
  }

  static void requireName(Path file, @Nullable String inside) {
    if (inside != null && !inside.equals(String.valueOf(file.getFileName()))) {
      throw BrokenFileException.damaged(
          file.toString(), "another file of a table is in its place: " + inside, null);
    }
  }

  /// A list of manifests that has no name inside is named after its snapshot.
  private static void requireSnapshot(Path file, Map<String, String> inside) {
    String id = inside.get("snapshot-id");
    String name = String.valueOf(file.getFileName());
    if (id != null && name.startsWith("snap-") && !name.startsWith("snap-" + id + "-")) {
      throw BrokenFileException.damaged(
          file.toString(), "the list of another snapshot is in its place: " + id, null);
    }
  }

  static void requireSize(Path file, long found, long wanted) {
    requireEqual(file, found, wanted, "byte");
  }

  static void requireEqual(Path file, long found, long wanted, String noun) {
    if (wanted >= 0 && found != wanted) {
      throw BrokenFileException.damaged(
          file.toString(),
          "it has %s, but its table says %s"
              .formatted(Counted.of(found, noun), Counted.of(wanted, noun)),
          null);
    }
  }

  private static void requireSyntax(Path file, Seal.Form form, byte[] bytes) {
    try {
      if (form == Seal.Form.AVRO) {
        AvroBlocks.check(bytes);
      } else {
        requireMetadata(file, bytes);
      }
    } catch (IOException | RuntimeException e) {
      throw BrokenFileException.damaged(file.toString(), FileReason.ofAny(e), e);
    }
  }

  /// Refuses what the table format would not understand: it would try again for minutes.
  private static void requireMetadata(Path file, byte[] bytes) throws IOException {
    requireJson(bytes);
    TableMetadataParser.fromJson(file.toString(), new String(bytes, StandardCharsets.UTF_8));
  }

  private static void requireJson(byte[] bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new IOException("it is empty");
      }
      parser.skipChildren();
      if (parser.currentToken() == null || parser.nextToken() != null) {
        throw new IOException("it is not one JSON text");
      }
    }
  }

  static RuntimeException unreadable(Path file, IOException problem) {
    return BrokenFileException.gone(
        file.toString(), "it cannot be read: " + FileReason.of(problem), problem);
  }

  /// Looks through a Parquet file.
  ///
  /// @param rows how many rows the table says that it has; -1 where it does not say
  static void checkParquet(Path file, long rows) {
    requireFile(file);
    boolean sealed;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      sealed = holdsItsSeal(file, in);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (!sealed) {
      checkPages(file);
    }
    try (ParquetFileReader reader = open(file)) {
      requireName(file, reader.getFileMetaData().getKeyValueMetaData().get(Seal.FILE));
      requireEqual(file, reader.getRecordCount(), rows, "row");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// Whether it has a seal, which is right.
  static boolean holdsItsSeal(Path file, RandomAccessFile in) throws IOException {
    byte[] footer = footer(file, in);
    int digits = Seal.inFooter(footer);
    if (digits < 0) {
      return false;
    }
    long at = in.length() - TAIL - footer.length + digits;
    byte[] found = Arrays.copyOfRange(footer, digits, digits + Seal.DIGITS);
    if (Arrays.equals(found, Seal.digits(sum(in, at)))) {
      return true;
    }
    if (hasSeal(file)) {
      throw BrokenFileException.damaged(file.toString(), OTHER_BYTES, null);
    }
    return false; // a record of an old file has a text that looks like one
  }

  /// The bytes of a Parquet file's footer.
  ///
  /// @throws BrokenFileException when it has none
  static byte[] footer(Path file, RandomAccessFile in) throws IOException {
    byte[] tail = new byte[TAIL];
    long end = in.length() - TAIL;
    int length = -1;
    if (end > MAGIC.length) {
      in.seek(end);
      in.readFully(tail);
      length = (int) TextDictionary.INTS.get(tail, 0);
    }
    if (length < 0
        || length > end - MAGIC.length
        || !Arrays.equals(tail, Integer.BYTES, TAIL, MAGIC, 0, MAGIC.length)) {
      throw BrokenFileException.damaged(
          file.toString(),
          in.length() == 0 ? "it is empty" : "its end is not that of a Parquet file",
          null);
    }
    byte[] footer = new byte[length];
    in.seek(end - length);
    in.readFully(footer);
    return footer;
  }

  private static CRC32C sum(RandomAccessFile in, long digits) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    in.seek(0);
    add(sum, in, digits, buffer);
    Seal.addBlank(sum);
    in.seek(digits + Seal.DIGITS);
    add(sum, in, in.length() - digits - Seal.DIGITS, buffer);
    return sum;
  }

  private static void add(CRC32C sum, RandomAccessFile in, long count, byte[] buffer)
      throws IOException {
    for (long left = count; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new IOException("it has become shorter");
      }
      sum.update(buffer, 0, read);
      left -= read;
    }
  }

  static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        ParquetFiles.input(org.apache.iceberg.Files.localInput(file.toFile())),
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .usePageChecksumVerification()
            .build());
  }

  private static boolean hasSeal(Path file) {
    try (ParquetFileReader reader = open(file)) {
      return reader.getFileMetaData().getKeyValueMetaData().containsKey(Seal.KEY);
    } catch (IOException | RuntimeException e) {
      return true; // it cannot be read anyway
    }
  }

  private static void checkPages(Path file) {
    try (ParquetFileReader reader = open(file)) {
      while (reader.readNextRowGroup() != null) {
        // reading holds each page against its checksum
      }
    } catch (IOException | RuntimeException e) {
      throw BrokenFileException.damaged(file.toString(), FileReason.ofAny(e), e);
    }
  }
}
