package io.trailhouse.query;

import io.trailhouse.problem.TerminalEscaper;

/// Text for one cell of a terminal: a record may hold characters that would move the cursor, colour
/// the screen, turn the direction of writing or break the line.
final class Cell {
  private Cell() {}

  /// The text with every such character written as an escape.
  static String visible(String text) {
    if (text.codePoints().noneMatch(Cell::hides)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(code -> append(code, shown));
    return shown.toString();
  }

  private static void append(int code, StringBuilder shown) {
    switch (code) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (hides(code)) {
          TerminalEscaper.escape(code, shown);
        } else {
          shown.appendCodePoint(code);
        }
      }
    }
  }

  /// Half a surrogate pair has no form on a terminal.
  private static boolean hides(int code) {
    return TerminalEscaper.acts(code) || Character.getType(code) == Character.SURROGATE;
  }

  /// How many columns of a terminal a visible text takes.
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (codePoint >= 0x1100 && codePoint <= 0x115f)
            || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
            || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
            || (codePoint >= 0xf900 && codePoint <= 0xfaff)
            || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
            || (codePoint >= 0xff00 && codePoint <= 0xff60)
            || (codePoint >= 0x1f300 && codePoint <= 0x1faff)
            || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
    return wide ? 2 : 1;
  }

  /// The text, or as much of its beginning as fits with a `…` behind it.
  static String cut(String text, int width) {
    if (text.length() <= width && width(text) <= width) {
      return text;
    }
    int taken = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (taken + width(codePoint) > width - 1) {
        return width(text) <= width ? text : text.substring(0, i) + "…";
      }
      taken += width(codePoint);
      i += Character.charCount(codePoint);
    }
    return text;
  }

  /// The text, or as much of its end as fits with a `…` before it: of ARNs, whose beginnings are
  /// alike.
  static String cutLeft(String text, int width) {
    int start = 0;
    int left = width(text);
    while (left > width - (start > 0 ? 1 : 0) && start < text.length()) {
      int codePoint = text.codePointAt(start);
      left -= width(codePoint);
      start += Character.charCount(codePoint);
    }
    return start == 0 ? text : "…" + text.substring(start);
  }
}
