package io.trailhouse.config;

import io.trailhouse.problem.TerminalEscaper;
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
    return TerminalEscaper.line(USER.matcher(text).replaceAll("://***@"), LONGEST);
  }
}
