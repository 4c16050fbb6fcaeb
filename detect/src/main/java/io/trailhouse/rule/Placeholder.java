package io.trailhouse.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A part of a value that `expand` has taken apart: text, or the name of a placeholder.
///
/// @param name null for text
record Placeholder(SigmaText text, @Nullable String name) {
  /// Takes a text apart at `%name%`; `\%` is a plain percent sign.
  static List<Placeholder> parts(SigmaText whole) {
    List<Integer> tokens = whole.tokens();
    List<Placeholder> parts = new ArrayList<>();
    List<Integer> plain = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      boolean escaped =
          tokens.get(at) == '\\' && at + 1 < tokens.size() && tokens.get(at + 1) == '%';
      int end = tokens.get(at) == '%' ? nameEnd(tokens, at + 1) : -1;
      if (end > at + 1) {
        parts.add(new Placeholder(new SigmaText(plain), null));
        plain = new ArrayList<>();
        SigmaText name = new SigmaText(tokens.subList(at + 1, end));
        parts.add(new Placeholder(name, name.text()));
        at = end + 1;
      } else {
        plain.add(tokens.get(escaped ? at + 1 : at));
        at += escaped ? 2 : 1;
      }
    }
    parts.add(new Placeholder(new SigmaText(plain), null));
    return parts;
  }

  /// Where the percent sign behind a name stands; -1 when no name stands here.
  private static int nameEnd(List<Integer> tokens, int from) {
    int at = from;
    while (at < tokens.size() && isOfName(tokens.get(at))) {
      at++;
    }
    return at < tokens.size() && tokens.get(at) == '%' ? at : -1;
  }

  private static boolean isOfName(int token) {
    return token >= 0 && (Character.isLetterOrDigit(token) || "_-.".indexOf(token) >= 0);
  }

  /// What somebody has given for a placeholder.
  static List<String> values(String name, Map<String, List<String>> given)
      throws TextChain.Refused {
    List<String> values = given.get(name);
    if (values == null || values.isEmpty()) {
      throw new TextChain.Refused(
          "nobody has given values for the placeholder %" + name + "%",
          given.isEmpty()
              ? "Replace it in the rule by what it stands for here"
              : "Give its values too; there are values for "
                  + String.join(", ", new TreeSet<>(given.keySet())));
    }
    return values;
  }
}
