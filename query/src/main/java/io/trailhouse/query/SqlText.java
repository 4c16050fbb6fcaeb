package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A statement and its tokens. Token numbers outside the statement are allowed in questions, and
/// answer as a token that is nothing.
record SqlText(String text, List<SqlToken> tokens, List<SqlToken> comments) {
  int size() {
    return tokens.size();
  }

  boolean is(int token, SqlToken.Kind kind) {
    return token >= 0 && token < tokens.size() && tokens.get(token).kind() == kind;
  }

  /// The token as it is written; empty outside the statement.
  String raw(int token) {
    return token >= 0 && token < tokens.size()
        ? text.substring(tokens.get(token).from(), tokens.get(token).to())
        : "";
  }

  /// A name or keyword in lower case and without its quotes; empty for any other token.
  String name(int token) {
    if (is(token, SqlToken.Kind.WORD)) {
      return raw(token).toLowerCase(Locale.ROOT);
    }
    return is(token, SqlToken.Kind.QUOTED) ? unquoted(token).toLowerCase(Locale.ROOT) : "";
  }

  /// What stands between the quotes of a name or of a text.
  String unquoted(int token) {
    String raw = raw(token);
    if (raw.length() < 2) {
      return "";
    }
    String quote = raw.substring(0, 1);
    return raw.substring(1, raw.length() - 1).replace(quote + quote, quote);
  }

  boolean isWord(int token, String word) {
    return is(token, SqlToken.Kind.WORD) && raw(token).equalsIgnoreCase(word);
  }

  boolean isSymbol(int token, String symbol) {
    return is(token, SqlToken.Kind.SYMBOL) && raw(token).equals(symbol);
  }

  int from(int token) {
    return token < tokens.size() ? tokens.get(token).from() : text.length();
  }

  int to(int token) {
    return tokens.get(token).to();
  }

  /// The token that closes the parenthesis opened by this one, or -1 when nothing does.
  int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (isSymbol(i, "(")) {
        depth++;
      } else if (isSymbol(i, ")") && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /// The parenthesis that this token stands in, or -1.
  int opening(int token) {
    int depth = 0;
    for (int i = token - 1; i >= 0; i--) {
      if (isSymbol(i, ")")) {
        depth++;
      } else if (isSymbol(i, "(") && depth-- == 0) {
        return i;
      }
    }
    return -1;
  }

  /// The name of the function that this token is in the arguments of, or -1.
  int callOf(int token) {
    int open = opening(token);
    return open > 0 && is(open - 1, SqlToken.Kind.WORD) ? open - 1 : -1;
  }

  /// The arguments between an opening parenthesis and its end, each as its first token and the one
  /// after its last.
  List<Span> arguments(int open) {
    int close = closing(open);
    List<Span> found = new ArrayList<>();
    if (close < 0 || close == open + 1) {
      return found;
    }
    int start = open + 1;
    int depth = 0;
    for (int i = start; i <= close; i++) {
      if (isSymbol(i, "(") || isSymbol(i, "[") || isSymbol(i, "{")) {
        depth++;
      } else if (i < close && (isSymbol(i, ")") || isSymbol(i, "]") || isSymbol(i, "}"))) {
        depth--;
      } else if (i == close || (depth == 0 && isSymbol(i, ","))) {
        found.add(new Span(start, i));
        start = i + 1;
      }
    }
    return found;
  }

  /// Some tokens in a row: from the first to before the last.
  record Span(int first, int end) {
    int length() {
      return end - first;
    }
  }
}
