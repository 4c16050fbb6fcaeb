package io.trailhouse.problem;

import java.util.Locale;

/// A number with what it counts, in the form that the number asks for: `1 file`, `2 files`.
public final class Counted {
  private Counted() {}

  /// A count with its noun.
  ///
  /// @param noun in the singular; words may follow it, as in `file in quarantine`
  public static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d ", count) + (count == 1 ? noun : plural(noun));
  }

  /// The same with a verb: `1 file is`, `2 files are`.
  ///
  /// @param one the verb after one
  /// @param many the verb after none or several
  public static String of(long count, String noun, String one, String many) {
    return of(count, noun) + " " + (count == 1 ? one : many);
  }

  /// The noun, which ends the first word, in the plural.
  private static String plural(String noun) {
    int end = noun.indexOf(' ');
    String word = end < 0 ? noun : noun.substring(0, end);
    String rest = end < 0 ? "" : noun.substring(end);
    boolean hisses = word.endsWith("s") || word.endsWith("x") || word.endsWith("ch");
    boolean isIe = word.endsWith("y") && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0;
    String plural =
        isIe ? word.substring(0, word.length() - 1) + "ies" : word + (hisses ? "es" : "s");
    return plural + rest;
  }
}
