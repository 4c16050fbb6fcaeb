package io.trailhouse.alert;

import io.trailhouse.problem.TerminalEscaper;

/// Texts from events made harmless: nothing in them moves a cursor, turns the direction of writing,
/// ends a line or a header, or is longer than it may be. What such a text means to HTML, Slack and
/// so on is escaped apart from that, by whoever writes it there.
final class CleanText {
  private static final String CUT = "…";

  private CleanText() {}

  /// One line. Control, format and bidirectional characters stand as their code in angle brackets,
  /// half a surrogate pair as a replacement character.
  ///
  /// @param most characters (UTF-16 units) of the result
  static String line(String text, int most) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), most) + 16);
    for (int at = 0; at < text.length() && clean.length() <= most; ) {
      int code = text.codePointAt(at);
      at += Character.charCount(code);
      append(code, clean);
    }
    return cut(clean, most);
  }

  /// At most so many characters, whole ones, with an ellipsis where some are missing.
  static String cut(CharSequence text, int most) {
    if (text.length() <= most) {
      return text.toString();
    }
    int end = Math.max(0, most - CUT.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.subSequence(0, end) + CUT;
  }

  private static void append(int code, StringBuilder clean) {
    if (Character.getType(code) == Character.SURROGATE) {
      clean.append('\uFFFD');
    } else if (TerminalEscaper.acts(code)) {
      clean.append(code == '\t' ? " " : "<U+%04X>".formatted(code));
    } else {
      clean.appendCodePoint(code);
    }
  }

  /// For text and attribute values of HTML.
  static String html(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      switch (unit) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(unit);
      }
    }
    return safe.toString();
  }

  /// For Slack, whose three special characters begin mentions, channels and links.
  static String slack(String text, int most) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    if (safe.length() <= most) {
      return safe;
    }
    String shorter = safe.substring(0, Math.max(0, most - CUT.length()));
    int entity = shorter.lastIndexOf('&');
    if (entity >= 0 && shorter.indexOf(';', entity) < 0) {
      shorter = shorter.substring(0, entity);
    }
    if (!shorter.isEmpty() && Character.isHighSurrogate(shorter.charAt(shorter.length() - 1))) {
      shorter = shorter.substring(0, shorter.length() - 1);
    }
    return shorter + CUT;
  }

  /// For a card of Teams, in which two opening braces begin a function.
  static String card(String text, int most) {
    return cut(text.replace("{{", "{ {"), most);
  }
}
