package io.trailhouse.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where values begin and end inside a record that [EventReader] has let through.
///
/// It walks text whose validity is known, so it checks nothing: of text from elsewhere it answers
/// anything. A parser would check the same bytes a second time and make objects on the way.
public final class JsonSpans {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private JsonSpans() {}

  /// The first byte at or behind a place that is no blank and no separator.
  public static int next(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] <= ' ' || bytes[at] == ',' || bytes[at] == ':') {
      at++;
    }
    return at;
  }

  /// What the value that begins with this byte is.
  public static ValueKind kind(byte first) {
    return switch (first) {
      case '{' -> ValueKind.OBJECT;
      case '[' -> ValueKind.ARRAY;
      case '"' -> ValueKind.STRING;
      case 't' -> ValueKind.TRUE;
      case 'f' -> ValueKind.FALSE;
      case 'n' -> ValueKind.NULL;
      default -> ValueKind.NUMBER;
    };
  }

  /// Where the scalar that begins here ends: one past its last byte.
  public static int scalarEnd(byte[] bytes, int from) {
    return bytes[from] == '"' ? stringEnd(bytes, from) : wordEnd(bytes, from);
  }

  private static int stringEnd(byte[] bytes, int from) {
    int at = from + 1;
    while (true) {
      at = skipOrdinary(bytes, at);
      if (bytes[at] == '"') {
        return at + 1;
      }
      at += bytes[at] == '\\' ? 2 : 1;
    }
  }

  /// Goes over bytes that are neither quotes nor backslashes, eight at once.
  private static int skipOrdinary(byte[] bytes, int from) {
    int at = from;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at);
      long quotes = eight ^ QUOTES;
      long backslashes = eight ^ BACKSLASHES;
      long found =
          (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes)) & HIGH_BITS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    return at;
  }

  private static int wordEnd(byte[] bytes, int from) {
    int at = from + 1;
    while (at < bytes.length && isOfWord(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isOfWord(byte each) {
    return each > ' ' && each != ',' && each != '}' && each != ']';
  }
}
