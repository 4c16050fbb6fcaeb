package io.trailhouse.event;

import io.trailhouse.problem.Code;
import java.util.List;

/// The problems of a file, the first ones of them; some can be taken back, when what looked wrong
/// turns out to be in order as a whole.
final class ProblemList {
  private final List<ReadReport.ParseProblem> problems;

  ProblemList(List<ReadReport.ParseProblem> problems) {
    this.problems = problems;
  }

  void add(Code code, String problem, long offset) {
    if (problems.size() < ReadReport.MOST_PROBLEMS) {
      problems.add(new ReadReport.ParseProblem(code, problem, offset));
    }
  }

  /// Adds damage, once however many values it is told to stand in.
  void add(JsonDamage damage) {
    ReadReport.ParseProblem last = problems.isEmpty() ? null : problems.get(problems.size() - 1);
    if (last != null
        && last.offset() == damage.offset()
        && last.problem().equals(damage.problem())) {
      return;
    }
    add(Code.LOG_FILE_MALFORMED, damage.problem(), damage.offset());
  }

  /// A place to go back to with [#rollback].
  int mark() {
    return problems.size();
  }

  void rollback(int mark) {
    problems.subList(Math.min(mark, problems.size()), problems.size()).clear();
  }
}
