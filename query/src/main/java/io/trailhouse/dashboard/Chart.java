package io.trailhouse.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a widget shows its rows.
public enum Chart {
  /// One row; each column is a number with its name.
  NUMBER,
  /// Points over time: the label is the time.
  LINE,
  /// A bar a row.
  BAR,
  /// The rows as they are.
  TABLE,
  /// A square a row: the label down, the series across, the value as its shade.
  HEATMAP;

  /// As it is written.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Chart::word).toList();
  }

  /// The one of a word; null when there is none.
  public static @Nullable Chart of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElse(null);
  }
}
