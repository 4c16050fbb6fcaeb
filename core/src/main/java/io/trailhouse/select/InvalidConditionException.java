package io.trailhouse.select;

import java.util.List;
import java.util.stream.Collectors;

/// A condition with mistakes, all of them at once.
public final class InvalidConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ParseProblem> problems;

  public InvalidConditionException(List<ParseProblem> problems) {
    super(
        problems.stream()
            .map(each ->
                each.path().isEmpty() ? each.problem() : each.path() + ": " + each.problem())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  InvalidConditionException(String path, String problem) {
    this(List.of(new ParseProblem(path, problem)));
  }

  public List<ParseProblem> problems() {
    return problems;
  }
}
