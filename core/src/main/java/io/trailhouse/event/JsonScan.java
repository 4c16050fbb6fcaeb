package io.trailhouse.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A cursor over a JSON text that checks what it passes over (RFC 8259) and decodes nothing, so
/// that whatever is grammatical passes, half a surrogate pair in a name included, and that it can
/// be put anywhere to go on behind damage.
///
/// Whether strings are valid UTF-8 is not looked at here: that is a property of a record.
final class JsonScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
  private static final long BLANKS = 0x2020202020202020L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /// What stands between the texts of a JSON text sequence (RFC 7464).
  private static final int RECORD_SEPARATOR = 0x1E;

  private final JsonText text;
  private final Runnable whenFull;
  private final JsonLevels levels = new JsonLevels();
  private byte[] bytes;
  private int at;
  private int end;

  /// @param whenFull cuts bytes off the text, up to the cursor at the most, and calls [#afterCut]
  JsonScan(JsonText text, Runnable whenFull) {
    this.text = text;
    this.whenFull = whenFull;
    this.bytes = text.bytes();
    this.end = text.length();
  }

  /// Where the cursor is, as an offset into the text.
  long offset() {
    return text.base() + at;
  }

  /// Puts the cursor somewhere among the bytes that are held.
  void moveTo(long offset) {
    bytes = text.bytes();
    end = text.length();
    at = (int) (offset - text.base());
  }

  /// To be called when bytes ahead of the cursor have been cut off the text.
  void afterCut(int count) {
    bytes = text.bytes();
    end = text.length();
    at -= count;
  }

  /// Steps over the one byte that [#peek] answered.
  void advance() {
    at++;
  }

  /// The next byte that is no blank, where the cursor is then; -1 at the end of the text.
  int peek() {
    while (true) {
      for (; at < end; at++) {
        byte each = bytes[at];
        if (each > ' ' || !isBlank(each)) {
          return each & 0xFF;
        }
      }
      if (!more()) {
        return -1;
      }
    }
  }

  private static boolean isBlank(byte each) {
    return each == ' ' || each == '\n' || each == '\r' || each == '\t';
  }

  /// The same between two values at the top, where separators of records and byte order marks may
  /// stand too.
  int peekAtTop() {
    int next = peek();
    while (next == RECORD_SEPARATOR || isByteOrderMark(next)) {
      at += next == RECORD_SEPARATOR ? 1 : 3;
      next = peek();
    }
    return next;
  }

  private boolean isByteOrderMark(int first) {
    return first == 0xEF && has(3) && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF;
  }

  private boolean has(int count) {
    while (end - at < count) {
      if (!more()) {
        return false;
      }
    }
    return true;
  }

  private boolean more() {
    boolean read = text.more();
    if (!read && text.isFull()) {
      whenFull.run();
      read = text.more();
    }
    bytes = text.bytes();
    end = text.length();
    return read;
  }

  /// Passes over a value of any kind.
  ///
  /// @return how deep it is nested; 0 for a scalar
  int skip() throws JsonDamage {
    int deepest = 0;
    levels.clear();
    while (true) {
      int first = peek();
      if (first == '{' || first == '[') {
        at++;
        if (!levels.open(first == '{')) {
          throw new JsonDamage("nested too deep to be read", offset(), true);
        }
        deepest = Math.max(deepest, levels.depth());
        int next = peek();
        if (next != first + 2) { // the bracket that closes it
          if (first == '{') {
            name(next);
          }
          continue;
        }
        at++;
        levels.close();
      } else {
        scalar(first);
      }
      if (closeLevels()) {
        return deepest;
      }
    }
  }

  /// Goes on behind a value: closes what closes there; false when another value follows.
  private boolean closeLevels() throws JsonDamage {
    while (levels.depth() > 0) {
      int next = peek();
      boolean object = levels.inObject();
      if (next == ',') {
        at++;
        if (object) {
          name(peek());
        }
        return false;
      }
      if (next != (object ? '}' : ']')) {
        throw unexpected(next, object ? "a comma or }" : "a comma or ]");
      }
      at++;
      levels.close();
    }
    return true;
  }

  /// Passes over a member's name and its colon.
  ///
  /// @param first what [#peek] answered
  void name(int first) throws JsonDamage {
    if (first != '"') {
      throw unexpected(first, "a name in quotes");
    }
    string();
    colon();
  }

  void colon() throws JsonDamage {
    int next = peek();
    if (next != ':') {
      throw unexpected(next, "a colon");
    }
    at++;
  }

  /// Passes over a bracket if it is what comes next.
  boolean ends(int bracket) {
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  /// Passes over what follows a value: a comma, or the bracket that ends the list or object.
  boolean separated(int bracket) throws JsonDamage {
    int next = peek();
    if (next != ',' && next != bracket) {
      throw unexpected(next, "a comma or " + (char) bracket);
    }
    at++;
    return next == ',';
  }

  private void scalar(int first) throws JsonDamage {
    switch (first) {
      case '"' -> string();
      case 't' -> word(TRUE);
      case 'f' -> word(FALSE);
      case 'n' -> word(NULL);
      default -> {
        if (first != '-' && !isDigit(first)) {
          throw unexpected(first, "a value");
        }
        number();
      }
    }
  }

  private void word(byte[] word) throws JsonDamage {
    for (byte each : word) {
      if (!has(1) || bytes[at] != each) {
        throw unexpected(has(1) ? bytes[at] & 0xFF : -1, "true, false or null");
      }
      at++;
    }
  }

  private static boolean isDigit(int each) {
    return each >= '0' && each <= '9';
  }

  private int next() {
    return at < end || has(1) ? bytes[at] & 0xFF : -1;
  }

  private void number() throws JsonDamage {
    if (next() == '-') {
      at++;
    }
    if (next() == '0') {
      at++;
    } else {
      digits();
    }
    if (next() == '.') {
      at++;
      digits();
    }
    if (next() == 'e' || next() == 'E') {
      at++;
      if (next() == '+' || next() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() throws JsonDamage {
    if (!isDigit(next())) {
      throw unexpected(next(), "a digit");
    }
    while (isDigit(next())) {
      at++;
    }
  }

  /// Passes over a string; the cursor is at its opening quote.
  void string() throws JsonDamage {
    at++;
    while (true) {
      at = ordinary(bytes, at, end);
      if (at < end) {
        byte each = bytes[at];
        if (each == '"') {
          at++;
          return;
        }
        if (each != '\\') {
          throw new JsonDamage(
              "not JSON: the byte 0x%02x stands in a string unescaped".formatted(each),
              offset(),
              false);
        }
        escape();
      } else if (!more()) {
        throw unexpected(-1, "");
      }
    }
  }

  /// Goes over bytes that are neither quotes nor backslashes nor control characters, eight at once.
  private static int ordinary(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at);
      long quotes = eight ^ QUOTES;
      long backslashes = eight ^ BACKSLASHES;
      long found =
          (((quotes - ONES) & ~quotes)
                  | ((backslashes - ONES) & ~backslashes)
                  | ((eight - BLANKS) & ~eight))
              & HIGH_BITS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to
        && bytes[at] != '"'
        && bytes[at] != '\\'
        && (bytes[at] >= ' ' || bytes[at] < 0)) {
      at++;
    }
    return at;
  }

  private void escape() throws JsonDamage {
    at++;
    int kind = next();
    if (kind == 'u') {
      at++;
      for (int digit = 0; digit < 4; digit++) {
        if (Character.digit(next(), 16) < 0) {
          throw unexpected(next(), "a hexadecimal digit");
        }
        at++;
      }
    } else if (kind >= 0 && "\"\\/bfnrt".indexOf(kind) >= 0) {
      at++;
    } else {
      throw unexpected(kind, "one of JSON's escapes");
    }
  }

  /// The damage of another byte than the one that must come next.
  ///
  /// @param wanted for people
  JsonDamage unexpected(int found, String wanted) {
    if (found < 0) {
      return new JsonDamage("the file ends in the middle of a record", offset(), true);
    }
    String shown =
        found > ' ' && found < 0x7F ? "'" + (char) found + "'" : "the byte 0x%02x".formatted(found);
    return new JsonDamage(
        "not JSON: %s where %s must be".formatted(shown, wanted), offset(), false);
  }
}
