package io.trailhouse.query;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Regular expressions as Trino's Java-like engine reads them, where the engine here has another
/// spelling: names of groups, and what stands for a group in a replacement.
final class PatternSpellings {
  private static final Pattern NAMED = Pattern.compile("\\(\\?<([A-Za-z]\\w*)>");
  private static final Pattern GROUP = Pattern.compile("\\\\.|\\((?!\\?)|\\(\\?P?<([A-Za-z]\\w*)>");
  private static final Pattern BEYOND =
      Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9]|[+*?}]\\+");
  private static final Set<String> REPLACING = Set.of("regexp_replace");

  private final SqlText sql;
  private final Rewriting rewriting;

  PatternSpellings(SqlText sql, Rewriting rewriting) {
    this.sql = sql;
    this.rewriting = rewriting;
  }

  void rewrite(int token, List<SqlText.Span> arguments) {
    SqlText.Span pattern = arguments.get(1);
    boolean literal = pattern.length() == 1 && sql.is(pattern.first(), SqlToken.Kind.STRING);
    String regex = literal ? sql.unquoted(pattern.first()) : "";
    if (BEYOND.matcher(regex).find()) {
      throw LiteralSpellings.refused(
          sql,
          pattern.first(),
          "lookahead, lookbehind, backreferences and possessive repetition are not understood",
          "Write two conditions, such as regexp_like(x, 'a') AND NOT regexp_like(x, 'b')");
    }
    boolean replaces = REPLACING.contains(sql.name(token));
    if (literal && replaces && matchesNothing(regex)) {
      throw LiteralSpellings.refused(
          sql,
          pattern.first(),
          "this pattern also matches where nothing stands, which counts otherwise in Trino",
          "Write + for *, such as regexp_replace(x, 'a+', 'b')");
    }
    String named = NAMED.matcher(regex).replaceAll("(?P<$1>");
    if (!named.equals(regex)) {
      replace(pattern.first(), named);
    }
    if (REPLACING.contains(sql.name(token)) && arguments.size() == 3) {
      replacement(token, arguments.get(2), regex);
    } else if (sql.isWord(token, "regexp_extract") && arguments.size() == 3 && literal) {
      group(arguments.get(2), regex);
    }
  }

  /// Whether a pattern matches an empty text elsewhere than at one end of a text.
  private static boolean matchesNothing(String regex) {
    boolean atOneEnd =
        regex.isEmpty() || regex.equals("$") || (regex.startsWith("^") && regex.indexOf('|') < 0);
    try {
      return !atOneEnd && Pattern.compile(regex).matcher("").find();
    } catch (java.util.regex.PatternSyntaxException e) {
      return false; // the engine says what is wrong with it, or knows more than Java
    }
  }

  private void group(SqlText.Span wanted, String regex) {
    boolean beyond =
        wanted.length() == 1
            && sql.raw(wanted.first()).matches("\\d{1,3}")
            && Integer.parseInt(sql.raw(wanted.first())) > groups(regex).size();
    if (beyond) {
      throw LiteralSpellings.refused(
          sql, wanted.first(), "the pattern has no such group", "Count its opening parentheses");
    }
  }

  private void replacement(int token, SqlText.Span by, String regex) {
    if (sql.isSymbol(by.first() + 1, "->") || sql.isSymbol(by.first(), "(")) {
      throw LiteralSpellings.refused(
          sql,
          by.first(),
          "regexp_replace takes no lambda here",
          "Write a text in which $1 stands for the first group");
    }
    if (by.length() == 1 && sql.is(by.first(), SqlToken.Kind.STRING)) {
      replace(by.first(), converted(by.first(), sql.unquoted(by.first()), groups(regex)));
      rewriting.replace(sql.from(token), sql.to(token), "th_regexp_replace");
    }
  }

  /// Java's `$1`, `${name}` and `\$` as the engine's `\1` and `$`.
  private String converted(int token, String by, List<String> groups) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < by.length(); i++) {
      char c = by.charAt(i);
      if (c == '\\' && i + 1 < by.length()) {
        char next = by.charAt(++i);
        made.append(next == '\\' ? "\\\\" : String.valueOf(next));
      } else if (c == '$') {
        Matcher group = Pattern.compile("(\\d)|\\{(\\w+)}").matcher(by).region(i + 1, by.length());
        int number =
            !group.lookingAt()
                ? -1
                : group.group(1) != null
                    ? Integer.parseInt(group.group(1))
                    : groups.indexOf(group.group(2)) + 1;
        boolean known =
            group.lookingAt() && number <= groups.size() && (number > 0 || group.group(1) != null);
        if (!known) {
          throw LiteralSpellings.refused(
              sql, token, "the replacement names a group that is not there", "Write $1, or \\$");
        }
        made.append('\\').append(number);
        i = group.end() - 1;
      } else {
        made.append(c == '\\' ? "\\\\" : String.valueOf(c));
      }
    }
    return made.toString();
  }

  /// The groups of a pattern by their names, empty for those without one.
  private static List<String> groups(String regex) {
    return GROUP
        .matcher(regex)
        .results()
        .filter(found -> !found.group().startsWith("\\"))
        .map(found -> found.group(1) == null ? "" : found.group(1))
        .toList();
  }

  private void replace(int token, String text) {
    rewriting.replace(sql.from(token), sql.to(token), TableView.quoted(text));
  }
}
