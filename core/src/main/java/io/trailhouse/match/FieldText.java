package io.trailhouse.match;

import io.trailhouse.event.ValueKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the texts of one field out of records. For any number of threads, each with a [Subject] of
/// its own.
public final class FieldText {
  private final FieldPath path;

  public FieldText(FieldPath path) {
    this.path = path;
  }

  /// The text of the first value that is no null: of a string what it says, of anything else its
  /// JSON; null when the record has none.
  public @Nullable String of(Subject subject) {
    List<String> texts = all(subject);
    return texts.isEmpty() ? null : texts.get(0);
  }

  /// The texts of all values that are no null, in the record's order.
  public List<String> all(Subject subject) {
    List<String> texts = new ArrayList<>();
    ValueMatcher collect =
        (at, value) -> {
          if (at.kind(value) != ValueKind.NULL
              && !(path.throughArrays() && at.kind(value) == ValueKind.ARRAY)) {
            at.readText(value);
            texts.add(TextMatcher.decode(at.textBytes, at.textFrom, at.textTo));
          }
          return false; // so that the path leads to the next one too
        };
    new FieldMatcher(path, collect).matches(subject);
    return texts;
  }
}
