package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads texts in which half a surrogate pair is spelled as an escape, which is grammatical JSON
/// (RFC 8259, 8.2) but refused by Jackson's parsers in names.
///
/// They are given the text with such halves replaced by characters for private use, of a block that
/// does not occur in it, and what they answer is put back. Nothing changes its length, so places
/// stay right.
final class HalfPairParser extends JsonParserDelegate {
  private static final int FIRST_HALF = 0xD800;
  private static final int LAST_HALF = 0xDFFF;
  private static final int FIRST_LOW = 0xDC00;
  private static final int[] BLOCKS = {0xE000, 0xE800, 0xF000};
  private static final int ESCAPE = 6;

  private final int block;

  private HalfPairParser(JsonParser parser, int block) {
    super(parser);
    this.block = block;
  }

  /// A parser of a text; the usual one when it has no such halves.
  static JsonParser of(byte[] bytes, int from, int length) throws IOException {
    int to = from + length;
    if (JsonStrings.isPlain(bytes, from, to) || nextHalf(bytes, from, to) < 0) {
      return RecordJson.FACTORY.createParser(bytes, from, length);
    }
    byte[] replaced = Arrays.copyOfRange(bytes, from, to);
    int block = freeBlock(replaced);
    int at = nextHalf(replaced, 0, length);
    while (at >= 0) {
      String other = "%04x".formatted(unit(replaced, at) - FIRST_HALF + block);
      for (int digit = 0; digit < other.length(); digit++) {
        replaced[at + 2 + digit] = (byte) other.charAt(digit);
      }
      at = nextHalf(replaced, at + ESCAPE, length);
    }
    return new HalfPairParser(RecordJson.FACTORY.createParser(replaced), block);
  }

  private static int freeBlock(byte[] bytes) {
    String text = JsonStrings.decodeAll(bytes);
    for (int block : BLOCKS) {
      if (text.chars().noneMatch(unit -> unit >= block && unit < block + 0x800)) {
        return block;
      }
    }
    return BLOCKS[0];
  }

  /// Where the next escape stands that spells a half without its other half, or -1.
  private static int nextHalf(byte[] bytes, int from, int to) {
    for (int at = from; at + ESCAPE <= to; at++) {
      if (bytes[at] != '\\') {
        continue;
      }
      if (bytes[at + 1] != 'u' || !isHalf(unit(bytes, at))) {
        at++;
      } else if (isPair(bytes, at, to)) {
        at += 2 * ESCAPE - 1;
      } else {
        return at;
      }
    }
    return -1;
  }

  private static boolean isHalf(int unit) {
    return unit >= FIRST_HALF && unit <= LAST_HALF;
  }

  private static boolean isPair(byte[] bytes, int at, int to) {
    int next = at + ESCAPE;
    return unit(bytes, at) < FIRST_LOW
        && next + ESCAPE <= to
        && bytes[next] == '\\'
        && bytes[next + 1] == 'u'
        && unit(bytes, next) >= FIRST_LOW
        && isHalf(unit(bytes, next));
  }

  private static int unit(byte[] bytes, int at) {
    int unit = 0;
    for (int digit = 2; digit < ESCAPE; digit++) {
      unit = unit << 4 | Character.digit(bytes[at + digit], 16);
    }
    return unit;
  }

  private String back(String text) {
    StringBuilder original = null;
    for (int at = 0; at < text.length(); at++) {
      int unit = text.charAt(at) - block;
      if (unit >= 0 && unit < 0x800) {
        original = original == null ? new StringBuilder(text) : original;
        original.setCharAt(at, (char) (unit + FIRST_HALF));
      }
    }
    return original == null ? text : original.toString();
  }

  @Override
  public @Nullable String currentName() throws IOException {
    String name = delegate.currentName();
    return name == null ? null : back(name);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public @Nullable String getCurrentName() throws IOException {
    return currentName();
  }

  @Override
  public @Nullable String getText() throws IOException {
    String text = delegate.getText();
    return text == null ? null : back(text);
  }

  @Override
  public @Nullable String getValueAsString() throws IOException {
    String text = delegate.getValueAsString();
    return text == null ? null : back(text);
  }

  @Override
  public char[] getTextCharacters() throws IOException {
    return String.valueOf(getText()).toCharArray();
  }

  @Override
  public int getTextLength() throws IOException {
    return getTextCharacters().length;
  }

  @Override
  public int getTextOffset() {
    return 0;
  }

  @Override
  public boolean hasTextCharacters() {
    return false;
  }
}
