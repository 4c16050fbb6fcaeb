package io.trailhouse.rule;

import io.trailhouse.match.ValueTest;
import io.trailhouse.match.ValueTest.Glob;
import io.trailhouse.match.ValueTest.How;
import io.trailhouse.match.ValueTest.Reading;
import java.util.ArrayList;
import java.util.List;

/// A text of a rule: characters and wildcards.
///
/// @param tokens code points, [Glob#MANY] and [Glob#ONE]
record SigmaText(List<Integer> tokens) {
  SigmaText {
    tokens = List.copyOf(tokens);
  }

  /// Reads a text as a rule writes it: `*` and `?` are wildcards, a backslash makes them or itself
  /// plain and is plain ahead of anything else.
  static SigmaText of(String written) {
    int[] points = written.codePoints().toArray();
    List<Integer> tokens = new ArrayList<>();
    for (int at = 0; at < points.length; at++) {
      int next = at + 1 < points.length ? points[at + 1] : 0;
      if (points[at] == '\\' && (next == '*' || next == '?' || next == '\\')) {
        tokens.add(next);
        at++;
      } else if (points[at] == '*') {
        tokens.add(Glob.MANY);
      } else {
        tokens.add(points[at] == '?' ? Glob.ONE : points[at]);
      }
    }
    return new SigmaText(tokens);
  }

  /// The characters of a text, none of them a wildcard.
  static SigmaText plain(String text) {
    return new SigmaText(text.codePoints().boxed().toList());
  }

  boolean hasWildcard() {
    return tokens.stream().anyMatch(token -> token < 0);
  }

  /// Any text may stand ahead, or behind, or both.
  SigmaText open(boolean ahead, boolean behind) {
    List<Integer> wider = new ArrayList<>();
    if (ahead) {
      wider.add(Glob.MANY);
    }
    wider.addAll(tokens);
    if (behind) {
      wider.add(Glob.MANY);
    }
    return new SigmaText(wider);
  }

  SigmaText then(SigmaText more) {
    List<Integer> both = new ArrayList<>(tokens);
    both.addAll(more.tokens);
    return new SigmaText(both);
  }

  /// The characters; wildcards are left out.
  String text() {
    StringBuilder text = new StringBuilder();
    tokens.stream().filter(token -> token >= 0).forEach(text::appendCodePoint);
    return text.toString();
  }

  /// The test of a whole value.
  ValueTest test(boolean cased) {
    int from = 0;
    int to = tokens.size();
    while (from < to && tokens.get(from) == Glob.MANY) {
      from++;
    }
    while (to > from && tokens.get(to - 1) == Glob.MANY) {
      to--;
    }
    SigmaText inner = new SigmaText(tokens.subList(from, to));
    if (inner.hasWildcard()) {
      return new Glob(tokens, cased, Reading.EVERYTHING);
    }
    boolean ahead = from > 0;
    boolean behind = to < tokens.size();
    How how = How.WHOLE;
    if (ahead || behind) {
      how = ahead && (behind || to == from) ? How.INSIDE : ahead ? How.SUFFIX : How.PREFIX;
    }
    return new ValueTest.Text(how, inner.text(), cased, Reading.EVERYTHING);
  }
}
