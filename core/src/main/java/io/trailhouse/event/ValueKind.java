package io.trailhouse.event;

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

  static ValueKind at(int ordinal) {
    return ALL[ordinal];
  }
}
