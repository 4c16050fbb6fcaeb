package io.trailhouse.match;

import io.trailhouse.event.Utf8;
import java.util.List;

/// Compares whole texts with a pattern of characters and wildcards, in time of at most their
/// lengths' product.
final class GlobMatcher extends TextMatcher {
  private final int[] tokens;
  private final boolean cased;

  GlobMatcher(List<Integer> tokens, boolean cased) {
    this.cased = cased;
    this.tokens =
        tokens.stream().mapToInt(token -> token < 0 || cased ? token : lowerOf(token)).toArray();
  }

  private static int lowerOf(int character) {
    return Character.toLowerCase(character);
  }

  @Override
  boolean matches(byte[] text, int from, int to) {
    if (Utf8.isAscii(text, from, to)) {
      return matchesAscii(text, from, to);
    }
    String decoded = decode(text, from, to);
    return matches((cased ? decoded : lower(decoded)).codePoints().toArray());
  }

  @Override
  boolean matchesAscii(byte[] text, int from, int to) {
    return endFits(text, from, to) && wholeFits(text, from, to);
  }

  /// Whether what stands behind the last star fits: most texts fail here.
  private boolean endFits(byte[] text, int from, int to) {
    int at = to - 1;
    for (int token = tokens.length - 1; token >= 0; token--, at--) {
      if (tokens[token] == ValueTest.Glob.MANY) {
        return true;
      }
      if (at < from) {
        return false;
      }
      int each = cased ? text[at] : LOWER[text[at]];
      if (tokens[token] != each && tokens[token] != ValueTest.Glob.ONE) {
        return false;
      }
    }
    return true;
  }

  private boolean wholeFits(byte[] text, int from, int to) {
    int at = from;
    int token = 0;
    int star = -1;
    int retry = from;
    while (at < to) {
      int each = cased ? text[at] : LOWER[text[at]];
      if (token < tokens.length && (tokens[token] == each || tokens[token] == ValueTest.Glob.ONE)) {
        token++;
        at++;
      } else if (token < tokens.length && tokens[token] == ValueTest.Glob.MANY) {
        star = token++;
        retry = at;
      } else if (star >= 0) {
        token = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    return onlyStarsFrom(token);
  }

  private boolean matches(int[] text) {
    int at = 0;
    int token = 0;
    int star = -1;
    int retry = 0;
    while (at < text.length) {
      if (token < tokens.length
          && (tokens[token] == text[at] || tokens[token] == ValueTest.Glob.ONE)) {
        token++;
        at++;
      } else if (token < tokens.length && tokens[token] == ValueTest.Glob.MANY) {
        star = token++;
        retry = at;
      } else if (star >= 0) {
        token = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    return onlyStarsFrom(token);
  }

  private boolean onlyStarsFrom(int token) {
    int at = token;
    while (at < tokens.length && tokens[at] == ValueTest.Glob.MANY) {
      at++;
    }
    return at == tokens.length;
  }
}
