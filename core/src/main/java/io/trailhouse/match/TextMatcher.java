package io.trailhouse.match;

import io.trailhouse.event.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /// The same of a text that is known to be ASCII.
  boolean matchesAscii(byte[] text, int from, int to) {
    return matches(text, from, to);
  }

  /// The same of the text that a subject has read.
  final boolean matches(Subject subject) {
    return subject.textAscii
        ? matchesAscii(subject.textBytes, subject.textFrom, subject.textTo)
        : matches(subject.textBytes, subject.textFrom, subject.textTo);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String decode(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  static TextMatcher of(ValueTest.Text test) {
    byte[] operand =
        (test.cased() ? test.operand() : lower(test.operand())).getBytes(StandardCharsets.UTF_8);
    return new Literal(test.how(), operand, test.cased());
  }

  static TextMatcher of(ValueTest.Glob glob) {
    ValueTest.Text literal = literal(glob);
    return literal == null ? new GlobMatcher(glob.tokens(), glob.cased()) : of(literal);
  }

  /// The same test as a search for one text, where wildcards stand at the ends alone.
  private static ValueTest.@Nullable Text literal(ValueTest.Glob glob) {
    int last = glob.tokens().size() - 1;
    StringBuilder operand = new StringBuilder();
    for (int i = 0; i <= last; i++) {
      int token = glob.tokens().get(i);
      if (token >= 0 && token < 128) {
        operand.append((char) token);
      } else if (token != ValueTest.Glob.MANY || (i > 0 && i < last)) {
        return null;
      }
    }
    boolean open = last >= 0 && glob.tokens().get(0) == ValueTest.Glob.MANY;
    boolean openEnd = last >= 0 && glob.tokens().get(last) == ValueTest.Glob.MANY;
    ValueTest.How how =
        open
            ? openEnd ? ValueTest.How.INSIDE : ValueTest.How.SUFFIX
            : openEnd ? ValueTest.How.PREFIX : ValueTest.How.WHOLE;
    return new ValueTest.Text(how, operand.toString(), glob.cased(), glob.reading());
  }

  /// Whether one of them matches.
  static TextMatcher any(List<TextMatcher> of) {
    TextMatcher[] each = of.toArray(TextMatcher[]::new);
    return new TextMatcher() {
      @Override
      boolean matches(byte[] text, int from, int to) {
        for (TextMatcher one : each) {
          if (one.matches(text, from, to)) {
            return true;
          }
        }
        return false;
      }

      @Override
      boolean matchesAscii(byte[] text, int from, int to) {
        for (TextMatcher one : each) {
          if (one.matchesAscii(text, from, to)) {
            return true;
          }
        }
        return false;
      }
    };
  }

  static TextMatcher of(ValueTest.OneOf test) {
    if (test.texts().size() == 1) {
      String only = test.texts().iterator().next();
      return of(new ValueTest.Text(ValueTest.How.WHOLE, only, test.cased(), test.reading()));
    }
    List<byte[]> keys = new ArrayList<>();
    for (String each : test.texts()) {
      keys.add((test.cased() ? each : lower(each)).getBytes(StandardCharsets.UTF_8));
    }
    ByteTable table = new ByteTable(keys, test.cased());
    return new TextMatcher() {
      @Override
      boolean matches(byte[] text, int from, int to) {
        return table.find(text, from, to) >= 0;
      }

      @Override
      boolean matchesAscii(byte[] text, int from, int to) {
        return table.findAscii(text, from, to) >= 0;
      }
    };
  }

  static TextMatcher of(ValueTest.Regex test) {
    Pattern pattern = test.pattern();
    String needle = RegexNeedle.of(pattern);
    TextMatcher needed =
        of(
            new ValueTest.Text(
                ValueTest.How.INSIDE, needle == null ? "" : needle, true, test.reading()));
    return new TextMatcher() {
      @Override
      boolean matches(byte[] text, int from, int to) {
        if (!needed.matches(text, from, to)) {
          return false;
        }
        try {
          return pattern.matcher(new BoundedText(decode(text, from, to))).find();
        } catch (StackOverflowError e) {
          return false; // Java's engine goes one call deeper for each turn of some loops
        }
      }
    };
  }

  /// Compares with one operand byte by byte; an operand without case stands in lower case.
  private static final class Literal extends TextMatcher {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /// Letters and signs of names and ARNs, the commonest first.
    private static final String COMMON = "eaosrntic:/-lmdupg01fwhvAbyS.Rk";

    private final ValueTest.How how;
    private final byte[] operand;
    private final boolean cased;

    /// What makes letters small in eight bytes at once, and some other bytes others.
    private final long fold;

    /// Where in the operand its rarest byte stands, and that byte eight times, folded too.
    private final int rarest;

    private final long sought;

    Literal(ValueTest.How how, byte[] operand, boolean cased) {
      this.how = how;
      this.operand = operand;
      this.cased = cased;
      this.fold = cased ? 0 : ONES * 0x20;
      this.rarest = rarest(operand);
      this.sought = operand.length == 0 ? 0 : (ONES * (operand[rarest] & 0xFF)) | fold;
    }

    private static int rank(byte each) {
      int common = COMMON.indexOf(each);
      return common < 0 ? COMMON.length() : common;
    }

    private static int rarest(byte[] operand) {
      int rarest = 0;
      for (int at = 1; at < operand.length; at++) {
        if (rank(operand[at]) > rank(operand[rarest])) {
          rarest = at;
        }
      }
      return rarest;
    }

    @Override
    boolean matches(byte[] text, int from, int to) {
      if (!cased && !Utf8.isAscii(text, from, to)) {
        byte[] lower = lower(decode(text, from, to)).getBytes(StandardCharsets.UTF_8);
        return new Literal(how, operand, true).stands(lower, 0, lower.length);
      }
      return stands(text, from, to);
    }

    @Override
    boolean matchesAscii(byte[] text, int from, int to) {
      return stands(text, from, to);
    }

    private boolean stands(byte[] text, int from, int to) {
      int room = to - from - operand.length;
      if (room < 0) {
        return false;
      }
      return switch (how) {
        case WHOLE -> room == 0 && standsAt(text, from);
        case PREFIX -> standsAt(text, from);
        case SUFFIX -> standsAt(text, from + room);
        case INSIDE -> operand.length == 0 || standsBetween(text, from, from + room);
      };
    }

    /// Looks for the rarest byte in eight places at once; where it may stand, all are compared.
    private boolean standsBetween(byte[] text, int begin, int last) {
      int at = begin + rarest;
      int end = last + rarest;
      while (at <= end) {
        if (at + Long.BYTES <= text.length) {
          long eight = ((long) LONGS.get(text, at) | fold) ^ sought;
          long found = (eight - ONES) & ~eight & HIGH_BITS;
          if (found == 0) {
            at += Long.BYTES;
            continue;
          }
          at += Long.numberOfTrailingZeros(found) >>> 3;
        }
        if (at <= end && standsAt(text, at - rarest)) {
          return true;
        }
        at++;
      }
      return false;
    }

    private boolean standsAt(byte[] text, int at) {
      if (cased) {
        return Arrays.equals(text, at, at + operand.length, operand, 0, operand.length);
      }
      for (int i = 0; i < operand.length; i++) {
        if (LOWER[text[at + i] & 0xFF] != operand[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
