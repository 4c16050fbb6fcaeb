package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.trailhouse.event.ReadReport.Content;
import io.trailhouse.event.ReadReport.Flaw;
import io.trailhouse.problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads log files, gzipped or plain, in any of the forms that [RecordWalk] knows, into
/// [EventBatch]es: one batch for a file of ordinary size, slices of whole records for a larger one.
///
/// What cannot be read is reported, never thrown: records ahead of damage are handed on, and in
/// JSON Lines those behind it too. Memory stays within a few times [ReadLimits#slice] or the size
/// of an ordinary file. One reader belongs to one thread; it reuses its buffer from file to file.
public final class EventReader {
  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private final ReadLimits limits;
  private byte[] buffer = new byte[256 << 10];

  public EventReader() {
    this(ReadLimits.DEFAULT);
  }

  public EventReader(ReadLimits limits) {
    this.limits = limits;
  }

  /// Reads one log file to its end.
  ///
  /// @param raw the file's bytes as they are stored; the caller closes it
  /// @param batches gets each batch once, in the order of the file
  /// @throws IOException when `raw` itself cannot be read to its end
  public ReadReport read(InputStream raw, Consumer<EventBatch> batches) throws IOException {
    try {
      return readPlain(raw, batches);
    } catch (RawReadException e) {
      throw e.problem();
    }
  }

  private ReadReport readPlain(InputStream raw, Consumer<EventBatch> batches) {
    PlainBytes plain = new PlainBytes(raw, limits);
    List<Flaw> flaws = new ArrayList<>();
    int length = fill(plain);
    RecordWalk walk;
    try {
      walk =
          length > limits.wholeFile()
              ? walkSliced(plain, length, batches, flaws)
              : walkWhole(new RecordWalk.WholeText(utf8(length)), limits, batches, flaws);
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail", e);
    }
    if (plain.flaw() != null) {
      flaws.add(0, plain.flaw());
    }
    return new ReadReport(
        content(walk, plain.handedOut(), flaws),
        walk.records(),
        plain.handedOut(),
        plain.sha256(),
        flaws);
  }

  private static Content content(RecordWalk walk, long bytes, List<Flaw> flaws) {
    if (walk.records() > 0 || (walk.sawList() && flaws.isEmpty())) {
      return Content.EVENTS;
    }
    if (walk.sawDigest()) {
      return Content.DIGEST;
    }
    return bytes == 0 && flaws.isEmpty() ? Content.NOTHING : Content.FOREIGN;
  }

  /// Fills the buffer up to one byte more than a whole file may have.
  private int fill(PlainBytes plain) {
    int length = 0;
    while (length <= limits.wholeFile()) {
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(limits.wholeFile() + 1L, length * 2L));
      }
      int count = plain.read(buffer, length, buffer.length - length);
      if (count < 0) {
        break;
      }
      length += count;
    }
    return length;
  }

  /// The buffer's text in UTF-8, without a byte order mark. Editors and shells of some systems save
  /// UTF-16 with one.
  private byte[] utf8(int length) {
    if (length >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB) {
      return Arrays.copyOfRange(buffer, 3, length);
    }
    Charset utf16 = length >= 2 ? utf16(buffer[0], buffer[1]) : null;
    return utf16 == null
        ? Arrays.copyOf(buffer, length)
        : new String(buffer, 2, length - 2, utf16).getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable Charset utf16(byte first, byte second) {
    if (first == (byte) 0xFF && second == (byte) 0xFE) {
      return StandardCharsets.UTF_16LE;
    }
    return first == (byte) 0xFE && second == (byte) 0xFF ? StandardCharsets.UTF_16BE : null;
  }

  static RecordWalk walkWhole(
      RecordWalk.WholeText text, ReadLimits limits, Consumer<EventBatch> batches, List<Flaw> flaws)
      throws IOException {
    byte[] bytes = text.bytes();
    RecordWalk walk = new RecordWalk(parser(bytes, 0), text, limits, batches, flaws);
    int from = 0;
    while (from >= 0) {
      try {
        walk.walk();
        from = -1;
      } catch (IOException e) {
        note(e, walk, flaws);
        from = walk.rootGaveRecords() ? -1 : lineWithObject(bytes, (int) walk.rootFrom());
        if (from >= 0) {
          walk.resume(parser(bytes, from), from);
        }
      }
    }
    walk.finish();
    return walk;
  }

  private static JsonParser parser(byte[] bytes, int from) throws IOException {
    return JSON.createParser(bytes, from, bytes.length - from);
  }

  /// The start of the first line after `from` that begins with an object: where JSON Lines go on
  /// behind a damaged line. -1 when there is none.
  private static int lineWithObject(byte[] bytes, int from) {
    for (int at = Math.max(from, 0); at < bytes.length - 1; at++) {
      if (bytes[at] == '\n' && bytes[at + 1] == '{') {
        return at + 1;
      }
    }
    return -1;
  }

  private static void note(IOException problem, RecordWalk walk, List<Flaw> flaws) {
    if (flaws.size() < ReadReport.MOST_FLAWS) {
      flaws.add(
          new Flaw(
              Code.LOG_FILE_MALFORMED,
              problem instanceof JsonEOFException
                  ? "the file ends in the middle of a record"
                  : "not JSON from here on: " + message(problem),
              walk.offsetOf(problem)));
    }
  }

  /// The parser's own words, without the line and column it adds: log files have one line.
  private static String message(IOException problem) {
    String message =
        problem instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : String.valueOf(problem.getMessage());
    int source = message.indexOf("[Source");
    int bracket = source < 0 ? -1 : message.lastIndexOf('(', source);
    return bracket < 0 ? message : message.substring(0, bracket).strip();
  }

  private RecordWalk walkSliced(
      PlainBytes plain, int length, Consumer<EventBatch> batches, List<Flaw> flaws)
      throws IOException {
    RecordBuffer text =
        new RecordBuffer(buffer, length, plain, limits.wholeFile() + limits.record());
    RecordWalk walk = new RecordWalk(JSON.createParser(text), text, limits, batches, flaws);
    try {
      walk.walk();
    } catch (IOException e) {
      if (text.isFull()) {
        flaws.add(
            new Flaw(
                Code.LOG_FILE_TOO_LARGE,
                "a record is larger than %,d bytes".formatted(limits.record()),
                text.base()));
      } else {
        note(e, walk, flaws);
      }
    }
    walk.finish();
    return walk;
  }
}
