package io.trailhouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a statement into tokens. It knows just enough of SQL to tell names from text, and never
/// fails: a quote that is left open ends with the statement, and the engine's parser says so.
final class SqlLexer {
  private static final Pattern STORE =
      Pattern.compile(
          "(?:arn:aws[a-z-]*:cloudtrail:[a-z0-9-]*:\\d*:eventdatastore/)?"
              + "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
              + "(?![\\w-])");
  private static final List<String> LONG_SYMBOLS =
      List.of("->>", "->", "<>", "!=", ">=", "<=", "||", "::", "=>");

  private final String text;
  private final List<SqlToken> tokens = new ArrayList<>();
  private final List<SqlToken> comments = new ArrayList<>();
  private int at;

  private SqlLexer(String text) {
    this.text = text;
  }

  static SqlText read(String text) {
    SqlLexer lexer = new SqlLexer(text);
    while (lexer.at < text.length()) {
      lexer.step();
    }
    return new SqlText(text, List.copyOf(lexer.tokens), List.copyOf(lexer.comments));
  }

  private void step() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (text.startsWith("--", at)) {
      comment(endOf("\n", at));
    } else if (text.startsWith("/*", at)) {
      comment(endOf("*/", at + 2));
    } else if (c == '\'') {
      token(SqlToken.Kind.STRING, quoteEnd(c));
    } else if (c == '"' || c == '`') {
      token(SqlToken.Kind.QUOTED, quoteEnd(c));
    } else if (c == '?') {
      token(SqlToken.Kind.PARAMETER, at + 1);
    } else if (c == '$') {
      token(SqlToken.Kind.PARAMETER, parameterEnd());
    } else {
      wordOrSymbol(c);
    }
  }

  private void wordOrSymbol(char c) {
    Matcher store = STORE.matcher(text).region(at, text.length());
    if (store.lookingAt()) {
      token(SqlToken.Kind.STORE, store.end());
    } else if (c >= '0' && c <= '9') {
      token(SqlToken.Kind.NUMBER, numberEnd());
    } else if (Character.isLetter(c) || c == '_') {
      token(SqlToken.Kind.WORD, wordEnd(at));
    } else {
      token(SqlToken.Kind.SYMBOL, at + symbolLength());
    }
  }

  private void token(SqlToken.Kind kind, int end) {
    tokens.add(new SqlToken(kind, at, end));
    at = end;
  }

  private void comment(int end) {
    comments.add(new SqlToken(SqlToken.Kind.SYMBOL, at, end));
    at = end;
  }

  private int endOf(String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }

  private int quoteEnd(char quote) {
    int i = at + 1;
    while (i < text.length()) {
      if (text.charAt(i) == quote) {
        if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    return text.length();
  }

  private int parameterEnd() {
    if (at + 1 < text.length() && text.charAt(at + 1) == '{') {
      return endOf("}", at);
    }
    return wordEnd(at + 1);
  }

  private int wordEnd(int from) {
    int i = from;
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i))
            || text.charAt(i) == '_'
            || text.charAt(i) == '$')) {
      i++;
    }
    return i;
  }

  private int numberEnd() {
    int i = at;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean sign = (c == '+' || c == '-') && "eE".indexOf(text.charAt(i - 1)) >= 0;
      if (!(Character.isLetterOrDigit(c) || c == '.' || c == '_' || (sign && i > at))) {
        break;
      }
      i++;
    }
    return i;
  }

  private int symbolLength() {
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        return symbol.length();
      }
    }
    return Character.charCount(text.codePointAt(at));
  }
}
