package io.trailhouse.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question of a dashboard and the form of its answer.
///
/// @param id of `[a-z0-9-]{1,64}`, one of its kind in the dashboard
/// @param title for people; may be hostile
/// @param sql one SELECT with `$StartTime$`, `$EndTime$` and `$Period$` in quotes where these
///   belong
/// @param axes the columns that the chart is made of
public record Widget(String id, String title, Chart chart, String sql, Axes axes) {
  /// Columns of the answer by what they are in the chart, as the statement names them.
  ///
  /// @param label what each point, bar or row of squares is called; null for none
  /// @param value the number; null for every column that is neither label nor series
  /// @param series what separates several lines, bars or columns of squares; null for one
  public record Axes(@Nullable String label, @Nullable String value, @Nullable String series) {
    /// None is named.
    public static final Axes NONE = new Axes(null, null, null);

    /// Those that are named, each under its key.
    public Map<String, String> named() {
      Map<String, String> named = new LinkedHashMap<>();
      Stream.of("label", "value", "series").forEach(key -> put(named, key));
      return named;
    }

    private void put(Map<String, String> named, String key) {
      String column =
          switch (key) {
            case "label" -> label;
            case "value" -> value;
            default -> series;
          };
      if (column != null) {
        named.put(key, column);
      }
    }
  }
}
