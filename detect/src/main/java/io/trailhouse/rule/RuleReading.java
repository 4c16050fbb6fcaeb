package io.trailhouse.rule;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.stream.Collectors;

/// What some rule files say.
///
/// @param rules those without a mistake, in the order of the files
/// @param problems everything that is wrong, in the order of the files; a rule with a problem is
///   not among the rules
/// @param remarks what is right but may not be meant
public record RuleReading(List<Rule> rules, List<RuleProblem> problems, List<RuleProblem> remarks) {
  public RuleReading {
    rules = List.copyOf(rules);
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  /// The rules, when nothing is wrong with any.
  ///
  /// @throws TrailhouseException with RULE_INVALID that names every problem
  public List<Rule> sound() {
    if (problems.isEmpty()) {
      return rules;
    }
    String all =
        problems.stream().map(problem -> "\n  " + problem.text()).collect(Collectors.joining());
    throw new TrailhouseException(
        Code.RULE_INVALID,
        "the rules have %d problem%s:%s"
            .formatted(problems.size(), problems.size() == 1 ? "" : "s", all),
        problems.get(0).file(),
        "Fix these lines; no rule is left out silently");
  }
}
