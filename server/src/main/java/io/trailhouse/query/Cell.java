package io.trailhouse.query;

/// Text for one cell of a terminal: a record may hold characters that would move the cursor, colour
/// the screen, turn the direction of writing or break the line.
final class Cell {
  private Cell() {}

  /// The text with every such character written as an escape.
  static String visible(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair || !hides(c)) {
        if (shown != null) {
          shown.append(c);
          if (pair) {
            shown.append(text.charAt(i + 1));
          }
        }
        i += pair ? 1 : 0;
        continue;
      }
      if (shown == null) {
        shown = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      shown.append(
          switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", (int) c);
          });
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean hides(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
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
