package io.trailhouse.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON string literals: from the literal to its text and back. The one spelling that is written is
/// Jackson's: quote, backslash and control characters are escaped, nothing else is.
public final class JsonStrings {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101010101010101L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /// Letters of escapes, and what they stand for.
  private static final String ESCAPES = "bfnrt";

  private static final String ESCAPED = "\b\f\n\r\t";

  private JsonStrings() {}

  /// Whether a literal is spelled without any escape, so that its bytes are its text.
  public static boolean isPlain(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at) ^ BACKSLASHES;
      if (((eight - ONES) & ~eight & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == '\\') {
        return false;
      }
    }
    return true;
  }

  /// The text of a valid literal; the span includes its quotes. Bytes that are no UTF-8 become
  /// replacement characters.
  public static String decode(byte[] bytes, int from, int to) {
    if (isPlain(bytes, from, to)) {
      return new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }
    return unescaped(new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8));
  }

  /// A JSON text with the escapes of all its strings resolved: no JSON any more, but with every
  /// character that its strings hold.
  static String decodeAll(byte[] json) {
    return unescaped(new String(json, StandardCharsets.UTF_8));
  }

  private static String unescaped(String spelled) {
    StringBuilder text = new StringBuilder(spelled.length());
    int from = 0;
    int at = spelled.indexOf('\\');
    while (at >= 0) {
      text.append(spelled, from, at);
      char kind = spelled.charAt(at + 1);
      if (kind == 'u') {
        text.append((char) Integer.parseInt(spelled, at + 2, at + 6, 16));
        from = at + 6;
      } else {
        int named = ESCAPES.indexOf(kind);
        text.append(named < 0 ? kind : ESCAPED.charAt(named));
        from = at + 2;
      }
      at = spelled.indexOf('\\', from);
    }
    return text.append(spelled, from, spelled.length()).toString();
  }

  /// A JSON text in which each lone half of a surrogate pair is spelled as an escape: in strings,
  /// the only place where such a half can stand, that is the same.
  public static String encodable(String json) {
    if (isEncodable(json)) {
      return json;
    }
    StringBuilder text = new StringBuilder(json.length() + 16);
    for (int at = 0; at < json.length(); at++) {
      char unit = json.charAt(at);
      if (Character.isHighSurrogate(unit)
          && at + 1 < json.length()
          && Character.isLowSurrogate(json.charAt(at + 1))) {
        text.append(unit).append(json.charAt(++at));
      } else if (Character.isSurrogate(unit)) {
        text.append("\\u%04x".formatted((int) unit));
      } else {
        text.append(unit);
      }
    }
    return text.toString();
  }

  /// The content of the literal that is written for a text: without quotes, in UTF-8.
  public static byte[] encode(String text) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(text);
  }

  /// Whether a text has a form in UTF-8: a lone half of a surrogate pair has none.
  public static boolean isEncodable(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (Character.isSurrogate(unit)) {
        if (Character.isLowSurrogate(unit)
            || at + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(at + 1))) {
          return false;
        }
        at++;
      }
    }
    return true;
  }

  /// Whether a literal is spelled as [#encode] would spell its text.
  ///
  /// @param text what the literal from `from` to `to`, quotes included, says
  public static boolean isUsualSpelling(String text, byte[] bytes, int from, int to) {
    if (isPlain(bytes, from, to)) {
      return true;
    }
    byte[] usual = encode(text);
    return Arrays.equals(usual, 0, usual.length, bytes, from + 1, to - 1);
  }

  /// Whether a text in UTF-8 holds anything that a literal must escape.
  public static boolean needsEscape(byte[] text, int from, int to) {
    for (int at = from; at < to; at++) {
      byte each = text[at];
      if (each == '"' || each == '\\' || (each >= 0 && each < ' ')) {
        return true;
      }
    }
    return false;
  }
}
