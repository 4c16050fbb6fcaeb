package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.platform.RuleBook;
import io.trailhouse.query.FindingSearch;
import io.trailhouse.query.QueryEngine;

/// The rule that somebody names on the command line.
final class RuleWord {
  /// Stands for every rule.
  static final String EVERY = "*";

  private RuleWord() {}

  /// The id of a rule that exists or has findings.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException with NOT_FOUND and the near one
  static String idOf(String word, TrailhouseCommand program, Platform platform) {
    if (word.equals(EVERY)) {
      return word;
    }
    return RuleBook.of(program.config().rules()).idOf(word, id -> hasFindings(id, platform));
  }

  private static boolean hasFindings(String id, Platform platform) {
    try (QueryEngine engine = platform.queries(usual -> usual)) {
      return FindingSearch.isFoundBy(engine, id);
    }
  }

  /// What the rule of an id is called.
  static String title(String id, TrailhouseCommand program) {
    String title = RuleBook.of(program.config().rules()).notes(id).title();
    return title.isEmpty() ? id : title;
  }
}
