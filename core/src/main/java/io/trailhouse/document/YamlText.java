package io.trailhouse.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;

/// The text of a YAML file that a person has written, fit for a parser: in an encoding that the
/// file names, without characters that YAML forbids, and not so deep that a parser that goes into
/// each level would never come back.
final class YamlText {
  private static final int LARGEST = 3 << 20;
  private static final int DEEPEST = 100;
  private static final String SAVE = "; save the file as UTF-8";

  private YamlText() {}

  /// What is wrong with the whole file.
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    Unfit(int line, int column, String problem) {
      super(problem);
      this.line = line;
      this.column = column;
    }

    /// From 1.
    int line() {
      return line;
    }

    /// From 1.
    int column() {
      return column;
    }

    /// What is wrong, for people; nothing of the file is in it.
    String problem() {
      return String.valueOf(getMessage());
    }
  }

  /// Reads a file's text to its end. A byte order mark names UTF-8 or UTF-16; without one it is
  /// UTF-8.
  ///
  /// @throws Unfit when it is no text that YAML allows; whether it is YAML is not looked at
  static String read(InputStream in) throws IOException, Unfit {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new Unfit(1, 1, "the file is larger than 3 MiB");
    }
    String text = decode(bytes);
    for (int at = 0; at < text.length(); at++) {
      if (isForbidden(text.charAt(at))) {
        String what = "the character U+%04X is not allowed".formatted((int) text.charAt(at));
        throw unfit(text, at, what + (text.charAt(at) == 0 ? SAVE : ""));
      }
    }
    return text;
  }

  /// Refuses a text that opens more lists and sections in each other than anybody writes. What is
  /// not YAML is left to the parser that reads it.
  static void checkDepth(String text, LoadSettings settings) throws Unfit {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        int column = event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
        throw new Unfit(line, column, "the file is nested deeper than " + DEEPEST + " levels");
      }
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
    }
  }

  private static String decode(byte[] bytes) throws Unfit {
    if (begins(bytes, 0xef, 0xbb, 0xbf)) {
      return decode(bytes, 3, StandardCharsets.UTF_8);
    }
    if (begins(bytes, 0xfe, 0xff)) {
      return decode(bytes, 2, StandardCharsets.UTF_16BE);
    }
    return begins(bytes, 0xff, 0xfe)
        ? decode(bytes, 2, StandardCharsets.UTF_16LE)
        : decode(bytes, 0, StandardCharsets.UTF_8);
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String decode(byte[] bytes, int from, Charset charset) throws Unfit {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean isWhole =
        !charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true)
            .isError();
    String text = out.flip().toString();
    if (isWhole && !in.hasRemaining()) {
      return text;
    }
    throw unfit(text, text.length(), "the next byte is not " + charset.name() + SAVE);
  }

  /// YAML 1.2, "Character set": what may stand in a file as it is.
  private static boolean isForbidden(char c) {
    boolean isBreak = c == '\t' || c == '\n' || c == '\r' || c == '\u0085';
    return (Character.isISOControl(c) && !isBreak) || c == '\ufffe' || c == '\uffff';
  }

  private static Unfit unfit(String text, int at, String problem) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < at; i++) {
      column = text.charAt(i) == '\n' ? 1 : column + 1;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return new Unfit(line, column, problem);
  }
}
