package io.trailhouse.match;

import io.trailhouse.event.ValueKind;
import java.util.ArrayList;
import java.util.List;

/// Reads what stands where a path leads to. For any number of threads, each with a [Subject] of its
/// own.
public final class FieldReader {
  private final FieldPath path;

  public FieldReader(FieldPath path) {
    this.path = path;
  }

  /// The texts of the values, in the order of the record: of an array those of its elements, of an
  /// object its JSON; null has none.
  public List<String> read(Subject subject) {
    List<String> texts = new ArrayList<>();
    ValueMatcher collect =
        (at, value) -> {
          ValueKind kind = at.kind(value);
          if (kind != ValueKind.NULL && kind != ValueKind.ARRAY) {
            at.readText(value);
            texts.add(TextMatcher.decode(at.textBytes, at.textFrom, at.textTo));
          }
          return false; // so that the path leads to the next one too
        };
    new FieldMatcher(path, collect).matches(subject);
    return texts;
  }
}
