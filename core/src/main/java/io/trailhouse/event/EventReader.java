package io.trailhouse.event;

import io.trailhouse.event.ReadReport.Content;
import io.trailhouse.event.ReadReport.ParseProblem;
import io.trailhouse.problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
/// What cannot be read is reported, never thrown: records ahead of damage are handed on, and those
/// behind it too. Memory stays within a few times [ReadLimits#slice] or the size of an ordinary
/// file. One reader belongs to one thread; it reuses its buffers from file to file.
public final class EventReader {
  private final ReadLimits limits;
  private final ReadSpace space = new ReadSpace();
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
    return read(raw, -1, batches);
  }

  /// Reads a log file that has been unpacked once on the way, such as an archive's.
  ///
  /// @param packed how many bytes it takes where it is stored; -1 when `raw` is what is stored
  /// @throws IOException when `raw` itself cannot be read to its end
  public ReadReport read(InputStream raw, long packed, Consumer<EventBatch> batches)
      throws IOException {
    try {
      return readPlain(raw, packed, batches);
    } catch (RawReadException e) {
      throw e.problem();
    }
  }

  private ReadReport readPlain(InputStream raw, long packed, Consumer<EventBatch> batches) {
    try (PlainBytes plain = new PlainBytes(raw, packed, limits, space)) {
      List<ParseProblem> problems = new ArrayList<>();
      int length = fill(plain);
      RecordWalk walk = new RecordWalk(text(plain, length, problems), limits, batches, problems);
      walk.walk();
      if (plain.problem() != null) {
        problems.add(0, plain.problem());
      }
      if (walk.sawDigest() && walk.records() > 0) {
        problems.add(
            new ParseProblem(Code.NOT_CLOUDTRAIL, "a digest stands among event records", 0));
      }
      return new ReadReport(
          content(walk, plain.handedOut(), problems),
          walk.records(),
          plain.handedOut(),
          plain.sha256(),
          problems);
    }
  }

  private JsonText text(PlainBytes plain, int length, List<ParseProblem> problems) {
    String foreign = ForeignForm.problem(buffer, length);
    foreign = foreign == null ? EventTable.problem(buffer, length) : foreign;
    if (foreign != null) {
      problems.add(new ParseProblem(Code.NOT_CLOUDTRAIL, foreign, 0));
      return new WholeText(new byte[0]);
    }
    if (length > limits.wholeFile()) {
      return new RecordBuffer(buffer, length, plain, limits.wholeFile() + limits.record());
    }
    try {
      return new WholeText(utf8(length));
    } catch (CharacterCodingException e) {
      problems.add(new ParseProblem(Code.LOG_FILE_MALFORMED, "the text is not valid UTF-16", 0));
      return new WholeText(new byte[0]);
    }
  }

  private static Content content(RecordWalk walk, long bytes, List<ParseProblem> problems) {
    if (walk.records() > 0 || (walk.sawList() && problems.isEmpty())) {
      return Content.EVENTS;
    }
    if (walk.sawDigest()) {
      return Content.DIGEST;
    }
    return bytes == 0 && problems.isEmpty() ? Content.NOTHING : Content.FOREIGN;
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

  /// The buffer's text in UTF-8. Editors and shells of some systems save UTF-16, mostly with a byte
  /// order mark; JSON begins with characters of ASCII, which tell it as well.
  private byte[] utf8(int length) throws CharacterCodingException {
    Charset utf16 = length >= 2 ? utf16(buffer[0], buffer[1]) : null;
    return utf16 == null
        ? Arrays.copyOf(buffer, length)
        : utf16
            .newDecoder()
            .decode(ByteBuffer.wrap(buffer, 0, length))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable Charset utf16(byte first, byte second) {
    if ((first == (byte) 0xFF && second == (byte) 0xFE) || (beginsJson(first) && second == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    boolean big =
        (first == (byte) 0xFE && second == (byte) 0xFF) || (first == 0 && beginsJson(second));
    return big ? StandardCharsets.UTF_16BE : null;
  }

  private static boolean beginsJson(byte first) {
    return first == '{' || first == '[' || first == '"';
  }
}
