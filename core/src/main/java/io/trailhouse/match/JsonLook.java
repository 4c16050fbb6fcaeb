package io.trailhouse.match;

import io.trailhouse.event.JsonStrings;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What one look at a key's or a text's bytes tells, as bits of a byte.
final class JsonLook {
  /// The key is spelled with escapes.
  static final int KEY_ESCAPED = 1;

  /// Some key of the object holds a dot, or an escape that may spell one.
  static final int KEYS_ODD = 2;

  /// The text has been looked at.
  static final int SEEN = 4;

  /// The text is spelled with escapes.
  static final int ESCAPED = 8;

  /// The text's spelling is ASCII.
  static final int ASCII = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long DOTS = 0x2E2E2E2E2E2E2E2EL;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private JsonLook() {}

  /// Looks at a key as it is spelled; nothing of an empty span.
  static int atKey(byte[] bytes, int from, int to) {
    long dots = 0;
    long escapes = 0;
    for (int at = from; at < to; at += Long.BYTES) {
      long eight = eight(bytes, at, to);
      dots |= zeros(eight ^ DOTS);
      escapes |= zeros(eight ^ BACKSLASHES);
    }
    if (escapes != 0) {
      return KEY_ESCAPED | KEYS_ODD;
    }
    return dots == 0 ? 0 : KEYS_ODD;
  }

  /// Looks at a string as it is spelled.
  static int atText(byte[] bytes, int from, int to) {
    long high = 0;
    long escapes = 0;
    for (int at = from; at < to; at += Long.BYTES) {
      long eight = eight(bytes, at, to);
      high |= eight;
      escapes |= zeros(eight ^ BACKSLASHES);
    }
    return SEEN | (escapes == 0 ? 0 : ESCAPED) | ((high & HIGH_BITS) == 0 ? ASCII : 0);
  }

  /// Not zero when one of eight bytes is.
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight & HIGH_BITS;
  }

  /// The next eight bytes, with zeros in place of those behind an end.
  private static long eight(byte[] bytes, int at, int to) {
    int left = to - at;
    if (at + Long.BYTES <= bytes.length) {
      long eight = (long) LONGS.get(bytes, at);
      return left >= Long.BYTES ? eight : eight & ((1L << (left * 8)) - 1);
    }
    long eight = 0;
    for (int i = Math.min(left, Long.BYTES) - 1; i >= 0; i--) {
      eight = (eight << 8) | (bytes[at + i] & 0xFF);
    }
    return eight;
  }

  /// Whether a key as it is spelled, with its quotes, is this one.
  static boolean isKey(byte[] bytes, int from, int to, byte[] key) {
    if (to - from - 2 == key.length && Arrays.equals(bytes, from + 1, to - 1, key, 0, key.length)) {
      return true;
    }
    return !JsonStrings.isPlain(bytes, from, to)
        && JsonStrings.decode(bytes, from, to).equals(new String(key, StandardCharsets.UTF_8));
  }
}
