package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.ArrayList;
import java.util.List;

/// The language of a search box: terms between blanks that must all hold. A term is what
/// [SearchTerm#word] takes, with `-` in front for its contrary; double quotes keep blanks together,
/// wherever in a term they stand, and in them `\"` is a quote.
public final class SearchLine {
  private static final char QUOTE = '"';
  private static final char ESCAPE = '\\';

  /// Each is a look into every column: more make a statement that no engine plans in time.
  private static final int MOST_TERMS = 100;

  private final String line;
  private int at;

  private SearchLine(String line) {
    this.line = line;
  }

  /// Reads a line.
  ///
  /// @throws TrailhouseException with WRONG_USE for a quote that does not end, and for too many
  ///   terms
  public static List<SearchTerm> parse(String line) {
    return new SearchLine(line).terms();
  }

  private List<SearchTerm> terms() {
    List<SearchTerm> terms = new ArrayList<>();
    for (skipBlanks(); at < line.length(); skipBlanks()) {
      if (terms.size() == MOST_TERMS) {
        throw wrong(
            "a search may have " + MOST_TERMS + " terms", at, "Ask in SQL for what needs more");
      }
      terms.add(term());
    }
    return terms;
  }

  private void skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
  }

  private SearchTerm term() {
    boolean excluded = line.charAt(at) == '-' && at + 1 < line.length() && !isBlank(next());
    if (excluded) {
      at++;
    }
    StringBuilder text = new StringBuilder();
    while (at < line.length() && !isBlank(line.charAt(at))) {
      if (line.charAt(at) == QUOTE) {
        quoted(text);
      } else {
        text.append(line.charAt(at++));
      }
    }
    SearchTerm term = SearchTerm.word(text.toString());
    return excluded ? term.negated() : term;
  }

  private char next() {
    return line.charAt(at + 1);
  }

  private void quoted(StringBuilder text) {
    int begin = at++;
    while (at < line.length() && line.charAt(at) != QUOTE) {
      if (line.charAt(at) == ESCAPE && at + 1 < line.length() && next() == QUOTE) {
        at++;
      }
      text.append(line.charAt(at++));
    }
    if (at == line.length()) {
      throw wrong(
          "a quote does not end",
          begin,
          "Put a quote behind the text, or write \\\" for one that is part of it");
    }
    at++;
  }

  private TrailhouseException wrong(String problem, int place, String remedy) {
    return new TrailhouseException(Code.WRONG_USE, problem, SqlPlace.of(line, place, 1), remedy);
  }

  private static boolean isBlank(char each) {
    return Character.isWhitespace(each) || Character.isSpaceChar(each);
  }

  /// A text as one term. A backslash at its end stands behind the quotes, in which it would make
  /// the last one part of the text.
  static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.charAt(0) != '-'
            && text.indexOf(QUOTE) < 0
            && text.chars().noneMatch(each -> isBlank((char) each));
    if (plain) {
      return text;
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ESCAPE) {
      end--;
    }
    return QUOTE + text.substring(0, end).replace("\"", "\\\"") + QUOTE + text.substring(end);
  }
}
