package io.trailhouse.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// Where a text goes on behind damage. Nothing is checked on the way; brackets and quotes are
/// followed as long as they make sense.
///
/// What a caller of an API can put into a record is a value of valid structure, however odd its
/// content: of that [#close] finds the end, so nothing inside a record is ever taken for a record.
/// Only where bytes were lost or changed, so that the structure itself is gone, [#start] looks for
/// what begins as the records ahead began.
final class DamageSearch {
  private static final int MOST_STARTS = 8;

  /// How much may be looked at in vain: so much, and some times as much as has been read.
  private static final long MOST_IN_VAIN = 64L << 20;

  private static final int TIMES_IN_VAIN = 8;
  private static final int RECORD_SEPARATOR = 0x1E;
  private static final String BY_CLOUDTRAIL = "\"eventVersion\"";

  private final JsonText text;
  private final LongConsumer cut;
  private final int most;
  private final JsonLevels levels = new JsonLevels();
  private final List<byte[]> starts = new ArrayList<>();
  private byte[] lastStart = BY_CLOUDTRAIL.getBytes(StandardCharsets.UTF_8);
  private long reached;
  private long again;

  /// @param most the largest value whose end is looked for, in bytes
  /// @param cut cuts off the text what is ahead of an offset
  DamageSearch(JsonText text, int most, LongConsumer cut) {
    this.text = text;
    this.most = most;
    this.cut = cut;
    starts.add(lastStart);
  }

  /// Remembers the name with which an object in its place begins: with such a name others begin.
  void learn(OpenObject object) {
    if (object.firstNameLength > 0 && object.firstName >= text.base()) {
      int from = (int) (object.firstName - text.base());
      learn(text.bytes(), from, from + object.firstNameLength);
    }
  }

  private void learn(byte[] bytes, int from, int to) {
    if (Arrays.equals(lastStart, 0, lastStart.length, bytes, from, to)) {
      return;
    }
    for (byte[] known : starts) {
      if (Arrays.equals(known, 0, known.length, bytes, from, to)) {
        lastStart = known;
        return;
      }
    }
    if (starts.size() < MOST_STARTS) {
      lastStart = Arrays.copyOfRange(bytes, from, to);
      starts.add(lastStart);
    }
  }

  /// Says that the text was looked at up to an offset.
  void sawUpTo(long offset) {
    reached = Math.max(reached, offset);
  }

  /// Says where reading goes on after a search; true when so much was looked at in vain, all
  /// searches together, that it has to end.
  boolean isInVainAt(long offset) {
    again += Math.max(0, reached - offset);
    reached = offset;
    return again > MOST_IN_VAIN + TIMES_IN_VAIN * offset;
  }

  /// The first comma or closing bracket that belongs to the value around a place; -1 when brackets
  /// and quotes make no sense from there on.
  ///
  /// @param from not inside a string
  /// @param inLine whether a line that begins with a bracket ends the search
  long close(long from, boolean inLine) {
    levels.clear();
    boolean inString = false;
    long at = Math.max(from, text.base());
    for (long limit = at + most; at < limit && has(at); at++) {
      int each = byteAt(at);
      if (each == RECORD_SEPARATOR || (inLine && each == '\n' && beginsLine(at + 1))) {
        break;
      }
      if (inString) {
        if (each == '\\') {
          at++;
        } else if (each == '"') {
          inString = false;
          if (!endsString(at + 1)) {
            break;
          }
        }
      } else if (each == '"') {
        inString = true;
      } else if (levels.depth() == 0 && (each == ',' || each == '}' || each == ']')) {
        return found(at);
      } else if (!follow(each)) {
        break;
      }
    }
    found(at);
    return -1;
  }

  /// The first bracket or quote between two places, which is what a value behind stray bytes begins
  /// with; -1 when there is none.
  ///
  /// @param ofMember whether it may stand behind a colon: without, it is some member's value, and
  ///   is none
  long opening(long from, long to, boolean ofMember) {
    int before = ',';
    for (long at = Math.max(from, text.base()); at < to; at++) {
      int each = byteAt(at);
      if (isOpening(each)) {
        return before == ':' && !ofMember ? -1 : at;
      }
      before = each > ' ' ? each : before;
    }
    return -1;
  }

  /// Whether a value that begins at a place has an inside.
  boolean isOpeningAt(long at) {
    return at >= text.base() && has(at) && isOpening(byteAt(at));
  }

  private static boolean isOpening(int each) {
    return each == '{' || each == '[' || each == '"';
  }

  private long found(long at) {
    sawUpTo(at);
    return at;
  }

  /// Follows brackets; false when one closes what is not open.
  private boolean follow(int each) {
    if (each == '{' || each == '[') {
      return levels.open(each == '{');
    }
    if (each == '}' || each == ']') {
      if (levels.inObject() != (each == '}')) {
        return false;
      }
      levels.close();
    }
    return true;
  }

  /// A quote that is followed by anything else was not the end of a string: one has been lost.
  private boolean endsString(long from) {
    long at = from;
    while (has(at) && byteAt(at) <= ' ') {
      at++;
    }
    return !has(at) || ",:}]\"".indexOf(byteAt(at)) >= 0;
  }

  private boolean beginsLine(long at) {
    return has(at) && (byteAt(at) == '{' || byteAt(at) == '[');
  }

  /// Where the first line behind a place begins that begins with a bracket, or the first text
  /// behind a record separator; -1 when there is none.
  long line(long from) {
    long at = Math.max(from, text.base());
    for (; hasOrCuts(at); at++) {
      int each = byteAt(at);
      if (each == RECORD_SEPARATOR || (each == '\n' && beginsLine(at + 1))) {
        return found(at + 1);
      }
    }
    found(at);
    return -1;
  }

  /// Where the first object at or behind a place begins that is no member's value and begins with a
  /// name that others begin with; -1 when there is none ahead of another place.
  long start(long from, long to) {
    long at = Math.max(from, text.base());
    int before = '\n';
    for (; at < to && hasOrCuts(at); at++) {
      int each = byteAt(at);
      if (each == '{' && before != ':' && beginsAsOthers(at + 1)) {
        return found(at);
      }
      before = each == '\n' || each > ' ' ? each : before;
    }
    found(at);
    return -1;
  }

  private boolean beginsAsOthers(long from) {
    long at = from;
    while (has(at) && byteAt(at) <= ' ') {
      at++;
    }
    for (byte[] start : starts) {
      if (has(at + start.length - 1)) {
        int begin = (int) (at - text.base());
        int to = begin + start.length;
        if (Arrays.equals(start, 0, start.length, text.bytes(), begin, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private int byteAt(long at) {
    return text.bytes()[(int) (at - text.base())] & 0xFF;
  }

  private boolean has(long at) {
    while (at - text.base() >= text.length()) {
      if (!text.more()) {
        return false;
      }
    }
    return true;
  }

  /// The same for a search that leaves behind what it has looked at.
  private boolean hasOrCuts(long at) {
    if (!has(at) && text.isFull()) {
      cut.accept(at);
    }
    return has(at);
  }
}
