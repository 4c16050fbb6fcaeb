package io.trailhouse.event;

/// A place where a text is not JSON. It is thrown often where much is damaged, so it has no stack
/// trace.
final class JsonDamage extends Exception {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final boolean lost;

  /// @param problem for people
  /// @param offset where in the text
  /// @param lost whether brackets and quotes no longer tell what belongs to what, so that nothing
  ///   inside the value under way can be trusted
  JsonDamage(String problem, long offset, boolean lost) {
    super(problem, null, false, false);
    this.offset = offset;
    this.lost = lost;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  long offset() {
    return offset;
  }

  boolean isLost() {
    return lost;
  }

  JsonDamage asLost() {
    return lost ? this : new JsonDamage(problem(), offset, true);
  }
}
