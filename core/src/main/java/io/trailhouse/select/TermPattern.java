package io.trailhouse.select;

import io.trailhouse.match.Predicate;
import io.trailhouse.match.ValueTest;
import java.util.ArrayList;
import java.util.List;

/// A filter pattern of terms, matched against text: all terms must be found, none with `-`, and of
/// those with `?` one, unless other terms stand beside them: then they say nothing.
///
/// @param wanted terms that must be found
/// @param unwanted terms that must not be found
/// @param either terms of which one must be found; empty when other terms decide
record TermPattern(List<ValueTest> wanted, List<ValueTest> unwanted, List<ValueTest> either) {

  static TermPattern of(String pattern) throws InvalidConditionException {
    List<ValueTest> wanted = new ArrayList<>();
    List<ValueTest> unwanted = new ArrayList<>();
    List<ValueTest> either = new ArrayList<>();
    FilterText text = new FilterText(pattern);
    while (!text.isAtEnd()) {
      List<ValueTest> into = text.takes("-") ? unwanted : text.takes("?") ? either : wanted;
      into.add(test(text.value(), text));
    }
    return new TermPattern(
        wanted, unwanted, wanted.isEmpty() && unwanted.isEmpty() ? either : List.of());
  }

  private static ValueTest test(FilterText.Word word, FilterText at)
      throws InvalidConditionException {
    if (word.kind() == FilterText.Kind.REGEX) {
      return new ValueTest.Regex(
          FilterRegex.compile(word.text(), at), ValueTest.Reading.EVERYTHING);
    }
    String term = word.kind() == FilterText.Kind.QUOTED && word.text().isBlank() ? "" : word.text();
    return new ValueTest.Text(ValueTest.How.INSIDE, term, true, ValueTest.Reading.EVERYTHING);
  }

  Predicate predicate() {
    List<Predicate> parts = new ArrayList<>();
    wanted.forEach(test -> parts.add(new Predicate.WholeText(test)));
    unwanted.forEach(test -> parts.add(new Predicate.Not(new Predicate.WholeText(test))));
    if (!either.isEmpty()) {
      List<Predicate> any = new ArrayList<>();
      either.forEach(test -> any.add(new Predicate.WholeText(test)));
      parts.add(Predicate.any(any));
    }
    return Predicate.all(parts);
  }
}
