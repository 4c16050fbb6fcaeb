package io.trailhouse.rule;

import java.util.ArrayList;
import java.util.List;

/// What is found wrong with one file while it is read, and what is only worth a word.
final class Review {
  private final String file;
  private final List<RuleProblem> problems = new ArrayList<>();
  private final List<RuleProblem> remarks = new ArrayList<>();

  Review(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  /// Refuses what stands in this line.
  void wrong(int line, String key, String problem, String remedy) {
    problems.add(new RuleProblem(file, line, key, problem, remedy));
  }

  /// Says what a reader of the rule may not expect; nothing is refused.
  void remark(int line, String key, String problem, String remedy) {
    remarks.add(new RuleProblem(file, line, key, problem, remedy));
  }

  int count() {
    return problems.size();
  }

  List<RuleProblem> problems() {
    return problems;
  }

  List<RuleProblem> remarks() {
    return remarks;
  }
}
