package io.trailhouse.cli;

/// Text from outside, made safe to show: a record or a file name may hold control characters that
/// would move the cursor, colour the screen or hide what follows.
final class Visible {
  private Visible() {}

  /// The text with each control or direction-changing character written as an escape; line breaks
  /// and tabs stay.
  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (hides(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  /// The same for text that has to stay on its line, such as a file name: line breaks and tabs
  /// become escapes too.
  static String line(String text) {
    return text(text)
        .replace("\n", "\\u000a")
        .replace("\t", "\\u0009")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String escaped(String text) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (hides(c)) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  /// Whether a character acts on a terminal instead of being seen.
  static boolean hides(char c) {
    if (c == '\n' || c == '\t') {
      return false;
    }
    return Character.isISOControl(c)
        || c == '\u061c'
        || c == '\u200e'
        || c == '\u200f'
        || c == '\u2028'
        || c == '\u2029'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
