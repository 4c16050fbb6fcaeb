package io.trailhouse.select;

import io.trailhouse.match.FieldPath;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a filter pattern for JSON and how far it has been read.
final class FilterText {
  /// What people write in place of straight double quotes: single ones, accents, those of word
  /// processors.
  private static final String OTHER_QUOTES =
      "'`\\u00b4\\u2018-\\u201f\\u2032\\u2033\\u00ab\\u00bb\\uff02\\uff07";

  /// Text in such quotes, or in double ones that a shell or a template has left with a backslash.
  private static final Pattern QUOTED_OTHERWISE =
      Pattern.compile("(?:\\\\+[\"']|[%1$s])([^\"\\\\%1$s]*)\\\\*[\"%1$s]".formatted(OTHER_QUOTES));

  /// What cannot stand in a value without quotes.
  private static final Pattern NOT_BARE =
      Pattern.compile("[\"\\\\=<>!~({;%s]".formatted(OTHER_QUOTES));

  private final String text;
  private int at;

  enum Kind {
    QUOTED,
    BARE,
    REGEX
  }

  record Word(Kind kind, String text) {}

  FilterText(String text) {
    this.text = text;
  }

  InvalidConditionException wrong(String problem) {
    return new InvalidConditionException("", "at character %d: %s".formatted(at + 1, problem));
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  boolean isAtEnd() {
    skipBlanks();
    return at == text.length();
  }

  boolean isNext(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  boolean takes(String token) {
    skipBlanks();
    boolean there = text.startsWith(token, at);
    at += there ? token.length() : 0;
    return there;
  }

  boolean takesWord(String word) {
    skipBlanks();
    int end = at + word.length();
    boolean there =
        text.startsWith(word, at) && (end == text.length() || !isOfName(text.charAt(end)));
    at = there ? end : at;
    return there;
  }

  void expect(String token) throws InvalidConditionException {
    if (!takes(token)) {
      throw wrong("expected " + token);
    }
  }

  /// One step of a selector, at whose `.` or `[` the text stands.
  FieldPath.Step step() throws InvalidConditionException {
    if (text.charAt(at++) == '[') {
      return bracketed("]");
    }
    if (isNext('*')) {
      at++;
      return new FieldPath.Step.EachMember();
    }
    if (isNext('[')) { // $.['key with a dot']
      at++;
      return bracketed("]");
    }
    int start = at;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("expected the name of a field");
    }
    return new FieldPath.Step.Key(text.substring(start, at));
  }

  private FieldPath.Step bracketed(String end) throws InvalidConditionException {
    FieldPath.Step step;
    if (isNext('*')) {
      at++;
      step = new FieldPath.Step.EachElement();
    } else if (isNext('\'') || isNext('"')) {
      step = new FieldPath.Step.Key(quoted(text.charAt(at)));
    } else {
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > 9) {
        throw wrong("expected a number, * or a key in single quotes");
      }
      step = new FieldPath.Step.Index(Integer.parseInt(text.substring(start, at)));
    }
    expect(end);
    return step;
  }

  private static boolean isOfName(char each) {
    return Character.isLetterOrDigit(each)
        || each == '_'
        || each == '-'
        || each == ':'
        || each == '@';
  }

  Word value() throws InvalidConditionException {
    skipBlanks();
    if (isNext('"')) {
      return new Word(Kind.QUOTED, quoted('"'));
    }
    if (isNext('%')) {
      return new Word(Kind.REGEX, regex());
    }
    int start = at;
    while (at < text.length() && !endsBareWord(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("expected a value");
    }
    String word = text.substring(start, at);
    Matcher quoted = QUOTED_OTHERWISE.matcher(text).region(start, text.length());
    if (NOT_BARE.matcher(word).find()) {
      at = start;
      throw notBare(word, quoted);
    }
    return new Word(Kind.BARE, word);
  }

  /// What the service says no to, with the spelling that it takes.
  private InvalidConditionException notBare(String word, Matcher quoted) {
    if (quoted.lookingAt()) {
      return wrong(
          "only straight double quotes are quotes, and no backslash stands before them; write \"%s\""
              .formatted(quoted.group(1)));
    }
    if ("=<>!~".indexOf(word.charAt(0)) >= 0) {
      return wrong("no operator goes on so; there are = != > < >= <=");
    }
    return wrong(
        "a value with other characters than letters, digits and _ stands in double quotes; write"
            + " \"%s\"".formatted(word.replaceAll("[\"\\\\]", "")));
  }

  private static boolean endsBareWord(char each) {
    return Character.isWhitespace(each) || ")&|}".indexOf(each) >= 0;
  }

  private String quoted(char quote) throws InvalidConditionException {
    int start = at++;
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\'
          && at + 1 < text.length()
          && (text.charAt(at + 1) == quote || text.charAt(at + 1) == '\\')) {
        at++;
      }
      content.append(text.charAt(at++));
    }
    if (at == text.length()) {
      at = start;
      throw wrong("this quote is not closed");
    }
    at++;
    return content.toString();
  }

  private String regex() throws InvalidConditionException {
    int start = at++;
    while (at < text.length() && text.charAt(at) != '%') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      at = start;
      throw wrong("this % is not closed");
    }
    return text.substring(start + 1, at++);
  }
}
