package io.trailhouse.config;

import java.util.regex.Pattern;

/// Text of a configuration file made fit to be shown: a person may have pasted anything there.
final class Shown {
  private static final int LONGEST = 500;

  /// Who stands before the host of an address, with or without a password. A password may hold any
  /// character that ends no word, the `@` too.
  private static final Pattern USER =
      Pattern.compile("://(?:[^\\s'\"/:@]*:[^\\s'\"]*@|[^\\s'\"/@]+@)");

  private Shown() {}

  /// The text on one line, with control characters as escapes, without users and passwords of
  /// addresses, cut where it is too long to be read.
  static String text(String text) {
    String hidden = USER.matcher(text).replaceAll("://***@");
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < hidden.length() && shown.length() < LONGEST; i++) {
      char c = hidden.charAt(i);
      if (isHidden(c)) {
        shown.append("\\u%04x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.length() < LONGEST ? shown.toString() : shown.append('…').toString();
  }

  private static boolean isHidden(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
