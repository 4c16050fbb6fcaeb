package io.trailhouse.rule;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/// What one correlation wants to know of the events that one of its rules matches.
final class CorrelationFeed {
  /// So many groups one event belongs to; a record of lists in lists could name any number.
  static final int MOST_GROUPS = 1_000;

  private final int correlation;
  private final int source;
  private final boolean numeric;
  private final List<FieldText> groups;
  private final List<FieldText> fields;

  /// @param number of the correlation
  /// @param source of the rule in the correlation's list
  CorrelationFeed(int number, int source, Correlation correlation) {
    this.correlation = number;
    this.source = source;
    this.numeric = correlation.type().isNumeric();
    this.groups =
        correlation.groupBy().stream().map(field -> reader(field.paths().get(source))).toList();
    this.fields = correlation.fields().stream().map(CorrelationFeed::reader).toList();
  }

  private static FieldText reader(String path) {
    return new FieldText(FieldPath.dotted(path));
  }

  /// The event once for each group that it belongs to.
  ///
  /// @param subject points at the record
  void feed(Subject subject, EventFacts facts, List<MatchedEvent> matched) {
    String key = facts.events().get(0).key() + ' ' + facts.account();
    List<String> values = values(subject);
    List<List<String>> each = new ArrayList<>();
    for (FieldText group : groups) {
      List<String> texts = group.all(subject).stream().map(CorrelationFeed::present).toList();
      each.add(texts.isEmpty() ? List.of("") : texts);
    }
    for (List<String> group : combinations(each)) {
      matched.add(
          new MatchedEvent(
              correlation, source, key, List.copyOf(group), List.copyOf(values), facts));
    }
  }

  static String present(String text) {
    return "=" + text;
  }

  private List<String> values(Subject subject) {
    List<List<String>> each = new ArrayList<>();
    for (FieldText field : fields) {
      each.add(field.all(subject));
    }
    if (fields.isEmpty() || numeric) {
      return fields.isEmpty() ? List.of() : each.get(0);
    }
    return combinations(each).stream().map(CorrelationFeed::joined).toList();
  }

  /// Several texts as one that no others give.
  static String joined(List<String> texts) {
    return texts.stream().map(text -> text.length() + ":" + text).collect(Collectors.joining());
  }

  /// One value of each list, in every way, each way once; none when a list is empty.
  private static List<List<String>> combinations(List<List<String>> each) {
    List<List<String>> all = List.of(List.of());
    for (List<String> texts : each) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> begun : all) {
        for (String text : new LinkedHashSet<>(texts)) {
          if (longer.size() < MOST_GROUPS) {
            List<String> one = new ArrayList<>(begun);
            one.add(text);
            longer.add(one);
          }
        }
      }
      all = longer;
    }
    return all;
  }
}
