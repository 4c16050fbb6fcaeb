package io.trailhouse.match;

import io.trailhouse.event.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// Compares texts in UTF-8 with one operand that was encoded once. Without case, ASCII texts are
/// compared byte by byte and others by Unicode's lower case.
abstract class TextMatcher {
  static final byte[] LOWER = new byte[256];

  static {
    for (int each = 0; each < 256; each++) {
      LOWER[each] = (byte) (each >= 'A' && each <= 'Z' ? each + 32 : each);
    }
  }

  abstract boolean matches(byte[] text, int from, int to);

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String decode(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  static TextMatcher of(ValueTest.Text test) {
    byte[] operand =
        (test.cased() ? test.operand() : lower(test.operand())).getBytes(StandardCharsets.UTF_8);
    return test.cased() ? new Cased(test.how(), operand) : new Caseless(test.how(), operand);
  }

  static TextMatcher of(ValueTest.Glob glob) {
    return new GlobMatcher(glob.tokens(), glob.cased());
  }

  static TextMatcher of(ValueTest.Regex test) {
    Pattern pattern = test.pattern();
    return new TextMatcher() {
      @Override
      boolean matches(byte[] text, int from, int to) {
        try {
          return pattern.matcher(new BoundedText(decode(text, from, to))).find();
        } catch (StackOverflowError e) {
          return false; // Java's engine goes one call deeper for each turn of some loops
        }
      }
    };
  }

  /// Where the operand could begin, from the first to the last place; empty when it is too long.
  private static int lastStart(ValueTest.How how, int from, int to, int length) {
    if (how == ValueTest.How.PREFIX) {
      return Math.min(from, to - length);
    }
    return to - length;
  }

  private static int firstStart(ValueTest.How how, int from, int to, int length) {
    return how == ValueTest.How.SUFFIX ? Math.max(from, to - length) : from;
  }

  private static final class Cased extends TextMatcher {
    private final ValueTest.How how;
    private final byte[] operand;

    Cased(ValueTest.How how, byte[] operand) {
      this.how = how;
      this.operand = operand;
    }

    @Override
    boolean matches(byte[] text, int from, int to) {
      if (how == ValueTest.How.WHOLE && to - from != operand.length) {
        return false;
      }
      int last = lastStart(how, from, to, operand.length);
      for (int at = firstStart(how, from, to, operand.length); at <= last; at++) {
        if (standsAt(text, at)) {
          return true;
        }
      }
      return false;
    }

    private boolean standsAt(byte[] text, int at) {
      for (int i = 0; i < operand.length; i++) {
        if (text[at + i] != operand[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final class Caseless extends TextMatcher {
    private final ValueTest.How how;
    private final byte[] operand;

    Caseless(ValueTest.How how, byte[] operand) {
      this.how = how;
      this.operand = operand;
    }

    @Override
    boolean matches(byte[] text, int from, int to) {
      if (!Utf8.isAscii(text, from, to)) {
        byte[] lower = lower(decode(text, from, to)).getBytes(StandardCharsets.UTF_8);
        return new Cased(how, operand).matches(lower, 0, lower.length);
      }
      if (how == ValueTest.How.WHOLE && to - from != operand.length) {
        return false;
      }
      int last = lastStart(how, from, to, operand.length);
      for (int at = firstStart(how, from, to, operand.length); at <= last; at++) {
        if (standsAt(text, at)) {
          return true;
        }
      }
      return false;
    }

    private boolean standsAt(byte[] text, int at) {
      for (int i = 0; i < operand.length; i++) {
        if (LOWER[text[at + i] & 0xFF] != operand[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
