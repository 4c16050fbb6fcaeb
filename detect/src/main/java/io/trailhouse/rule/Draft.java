package io.trailhouse.rule;

import io.trailhouse.match.Predicate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a document says before the documents it refers to are known.
sealed interface Draft {
  Review review();

  /// The key of the document whose value names others, for problems.
  Section section();

  /// A rule on single events, compiled already.
  record Detection(Rule rule, LogSource source, Section section) implements Draft {
    @Override
    public Review review() {
      return section.review();
    }
  }

  /// A correlation.
  ///
  /// @param rules as they are written: ids, names or titles
  /// @param aliases alias to a field for each rule as it is written
  record Correlating(
      Rule rule,
      Section section,
      Correlation.Type type,
      List<String> rules,
      List<String> groupBy,
      Map<String, Map<String, String>> aliases,
      Duration timespan,
      List<String> fields,
      Correlation.Wanted wanted,
      boolean generate)
      implements Draft {
    @Override
    public Review review() {
      return section.review();
    }
  }

  /// A filter.
  ///
  /// @param rules as they are written; empty for all
  record Filtering(
      Predicate predicate, LogSource source, Section section, List<String> rules, String version)
      implements Draft {
    @Override
    public Review review() {
      return section.review();
    }
  }
}
