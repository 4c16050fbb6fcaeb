package io.trailhouse.quantity;

/// A text that is no quantity of its kind.
public final class QuantityException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  QuantityException(String text, String problem) {
    super("'" + text + "' " + problem);
    this.problem = problem;
  }

  /// What is wrong and what to write, to be put behind the text: `is no size; write …`. The message
  /// has the text before it; this has not, for where the text must not be shown.
  public String problem() {
    return problem;
  }
}
