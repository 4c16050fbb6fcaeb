package io.trailhouse.problem;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number with what it counts, in the form that the number asks for: `1 file`, `2 files`.
public final class Counted {
  private static final Pattern SPECIFIER = Pattern.compile("%[-,.0-9]*[a-zA-Z%]");

  /// What may stand between a count and its noun, the noun, and a verb that goes with it.
  private static final Pattern NOUN =
      Pattern.compile(
          "( (?:[a-z]+"
              + " ){0,2}?)(?!(?:has|was|does|this|less)\\b)([A-Za-z][a-z]*[a-rt-z]s|[a-z]+sses)((?:"
              + " (?:are|were|have|do))?)\\b");

  private static final Map<String, String> SINGULAR_VERBS =
      Map.of(" are", " is", " were", " was", " have", " has", " do", " does");

  private Counted() {}

  /// A count with its noun.
  ///
  /// @param noun in the singular; words may stand before it, as in `new event`
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

  /// Formats a text whose counts are written in the plural, as `%,d files were read`: after a count
  /// of 1 the noun and the verb behind it are put into the singular.
  public static String format(String format, @Nullable Object... values) {
    StringBuilder text = new StringBuilder();
    Matcher specifier = SPECIFIER.matcher(format);
    int value = 0;
    int end = 0;
    while (specifier.find()) {
      text.append(format, end, specifier.start());
      end = specifier.end();
      boolean takesOne = !specifier.group().endsWith("n") && !specifier.group().endsWith("%%");
      boolean isOne = takesOne && values[value] instanceof Number number && number.longValue() == 1;
      text.append(specifier.group());
      value += takesOne ? 1 : 0;
      if (isOne && specifier.group().endsWith("d")) {
        Matcher noun = NOUN.matcher(format).region(end, format.length());
        if (noun.lookingAt()) {
          text.append(noun.group(1)).append(singular(noun.group(2)));
          text.append(SINGULAR_VERBS.getOrDefault(noun.group(3), noun.group(3)));
          end = noun.end();
        }
      }
    }
    return String.format(Locale.ROOT, text.append(format.substring(end)).toString(), values);
  }

  private static String singular(String noun) {
    if (noun.endsWith("ies")) {
      return noun.substring(0, noun.length() - 3) + "y";
    }
    boolean hissed = noun.endsWith("sses") || noun.endsWith("xes") || noun.endsWith("ches");
    return noun.substring(0, noun.length() - (hissed ? 2 : 1));
  }

  private static String plural(String noun) {
    if (noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("ch")) {
      return noun + "es";
    }
    int last = noun.length() - 1;
    boolean isIe = noun.endsWith("y") && "aeiou".indexOf(noun.charAt(last - 1)) < 0;
    return isIe ? noun.substring(0, last) + "ies" : noun + "s";
  }
}
