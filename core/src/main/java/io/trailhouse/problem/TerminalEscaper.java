package io.trailhouse.problem;

/// The one answer to which characters of a text from outside act instead of being seen: they would
/// move the cursor, colour the screen, end a line, turn the direction of what follows or be there
/// unseen. Whatever reaches a person asks here: terminals, logs, alerts, problems.
///
/// They are Unicode's classes of control and format characters and of separators of lines and
/// paragraphs; soft hyphens, zero-width characters and tags are format characters.
public final class TerminalEscaper {
  /// A regular expression of one such character.
  public static final String ONE = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

  private static final String CUT = "…";

  private TerminalEscaper() {}

  /// Whether a character acts; line breaks and tabs do.
  public static boolean acts(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /// The text with each character that acts as `\u001b` and the like, which means the same inside a
  /// text of JSON; line breaks (`\n`) and tabs stay.
  public static String text(String text) {
    return isPlain(text, true) ? text : escaped(text, true, Integer.MAX_VALUE);
  }

  /// The same for text that has to stay on its line: line breaks and tabs are escaped too.
  public static String line(String text) {
    return isPlain(text, false) ? text : escaped(text, false, Integer.MAX_VALUE);
  }

  /// The same, with an ellipsis in place of what follows once so many characters are shown.
  public static String line(String text, int most) {
    String shown = escaped(text, false, most);
    return shown.length() < most ? shown : shown + CUT;
  }

  /// Appends one character as an escape, in UTF-16 units as JSON has them.
  public static void escape(int codePoint, StringBuilder into) {
    for (char unit : Character.toChars(codePoint)) {
      into.append("\\u%04x".formatted((int) unit));
    }
  }

  private static boolean isPlain(String text, boolean breaks) {
    return text.codePoints().noneMatch(code -> isEscaped(code, breaks));
  }

  private static boolean isEscaped(int codePoint, boolean breaks) {
    return acts(codePoint) && !(breaks && (codePoint == '\n' || codePoint == '\t'));
  }

  private static String escaped(String text, boolean breaks, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 16);
    for (int at = 0; at < text.length() && shown.length() < most; ) {
      int code = text.codePointAt(at);
      at += Character.charCount(code);
      if (isEscaped(code, breaks)) {
        escape(code, shown);
      } else {
        shown.appendCodePoint(code);
      }
    }
    return shown.toString();
  }
}
