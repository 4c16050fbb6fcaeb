package io.trailhouse.query;

import org.jspecify.annotations.Nullable;

/// One condition of a search.
///
/// @param field the name of a field, as [SearchFields] knows them; null for a word, which may still
///   be `name:value`
/// @param value what the field has, with `*` for anything; or what stands anywhere in the event
/// @param excluded whether events are wanted of which this does not hold
public record SearchTerm(@Nullable String field, String value, boolean excluded) {
  /// A word as somebody types it: `name:value` where events have a field of that name, else a text
  /// that stands anywhere in the event.
  public static SearchTerm word(String word) {
    return new SearchTerm(null, word, false);
  }

  /// A field that has a value.
  public static SearchTerm field(String name, String value) {
    return new SearchTerm(name, value, false);
  }

  /// As the search box has it, so that [SearchLine#parse] gives it back: a field as a word, which
  /// means the same.
  public String text() {
    String whole = field == null ? value : field + ":" + value;
    return (excluded ? "-" : "") + SearchLine.quoted(whole);
  }

  /// Wants the events of which this does not hold.
  public SearchTerm negated() {
    return new SearchTerm(field, value, !excluded);
  }
}
