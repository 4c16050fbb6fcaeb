package io.trailhouse.event;

import java.util.Locale;

/// What stands at a place of a JSON text.
public enum ValueKind {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  TRUE,
  FALSE,
  NULL;

  private static final ValueKind[] ALL = values();

  /// The kind in a sentence.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ValueKind at(int ordinal) {
    return ALL[ordinal];
  }
}
