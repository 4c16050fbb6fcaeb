package io.trailhouse.select;

import java.util.List;
import java.util.stream.Collectors;

/// A condition with mistakes, all of them at once.
public final class InvalidConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Flaw> flaws;

  public InvalidConditionException(List<Flaw> flaws) {
    super(
        flaws.stream()
            .map(flaw ->
                flaw.path().isEmpty() ? flaw.problem() : flaw.path() + ": " + flaw.problem())
            .collect(Collectors.joining("; ")));
    this.flaws = List.copyOf(flaws);
  }

  InvalidConditionException(String path, String problem) {
    this(List.of(new Flaw(path, problem)));
  }

  public List<Flaw> flaws() {
    return flaws;
  }
}
