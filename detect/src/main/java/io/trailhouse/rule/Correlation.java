package io.trailhouse.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a correlation looks for in the events of other rules.
///
/// @param rules ids of the rules, or correlations, whose matches count; each once
/// @param groupBy what must be equal in all events of a finding
/// @param timespan how far the first and the last event may lie apart
/// @param fields whose values are counted or summed; empty where none are
/// @param wanted when it is true
public record Correlation(
    Type type,
    List<String> rules,
    List<GroupField> groupBy,
    Duration timespan,
    List<String> fields,
    Wanted wanted) {
  /// What is measured of the events of a window.
  public enum Type {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE,
    VALUE_MEDIAN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a number per event is computed with.
    boolean isNumeric() {
      return compareTo(VALUE_SUM) >= 0;
    }

    boolean isTemporal() {
      return this == TEMPORAL || this == TEMPORAL_ORDERED;
    }
  }

  /// A field of the group: its name, and the path for each of the rules, in their order.
  public record GroupField(String name, List<String> paths) {
    public GroupField {
      paths = List.copyOf(paths);
    }
  }

  /// When a window counts.
  public sealed interface Wanted {
    /// The measure lies within all bounds.
    ///
    /// @param percentile from 0 to 100, for [Type#VALUE_PERCENTILE] alone
    record Within(List<Bound> bounds, @Nullable BigDecimal percentile) implements Wanted {
      public Within {
        bounds = List.copyOf(bounds);
      }
    }

    /// A condition on which rules have matched.
    record Expressed(RuleTerm term) implements Wanted {}
  }

  /// A bound of a measure.
  public record Bound(Operator operator, BigDecimal operand) {
    boolean holds(int order) {
      return switch (operator) {
        case GT -> order > 0;
        case GTE -> order >= 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
        case EQ -> order == 0;
        case NEQ -> order != 0;
      };
    }
  }

  /// How a measure compares with its bound.
  public enum Operator {
    GT,
    GTE,
    LT,
    LTE,
    EQ,
    NEQ
  }

  /// A condition on which rules have matched in a window.
  public sealed interface RuleTerm {
    record And(List<RuleTerm> of) implements RuleTerm {}

    record Or(List<RuleTerm> of) implements RuleTerm {}

    record Not(RuleTerm of) implements RuleTerm {}

    /// The rule has matched.
    ///
    /// @param number of the rule in the correlation's list
    record Matched(int number) implements RuleTerm {}
  }
}
