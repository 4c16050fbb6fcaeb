package io.trailhouse.query;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// The name that somebody may have meant: of a column, a field of a struct, or a function.
final class NearNames {
  private static final List<String> FUNCTIONS =
      List.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "coalesce",
          "lower",
          "upper",
          "length",
          "trim",
          "concat",
          "element_at",
          "approx_distinct",
          "approx_percentile",
          "any_match",
          "all_match",
          "none_match",
          "transform",
          "filter",
          "date_format",
          "date_parse",
          "date_trunc",
          "format_datetime",
          "parse_datetime",
          "json_extract",
          "json_extract_scalar",
          "contains",
          "array_agg",
          "arbitrary",
          "max_by",
          "min_by",
          "count_if",
          "row_number",
          "rank",
          "lag",
          "lead",
          "starts_with",
          "ends_with",
          "try",
          "nullif",
          "greatest",
          "least",
          "round");

  private NearNames() {}

  /// Every column of a table, with the fields of structs under their own names.
  static Collection<String> columns(Schema schema) {
    TreeSet<String> names = new TreeSet<>();
    schema.columns().forEach(field -> collect(field, names));
    return names;
  }

  static Collection<String> functions() {
    TreeSet<String> names = new TreeSet<>(Macros.names());
    names.addAll(FUNCTIONS);
    return names;
  }

  private static void collect(Types.NestedField field, Collection<String> names) {
    names.add(field.name());
    if (field.type().isStructType()) {
      field.type().asStructType().fields().forEach(inner -> collect(inner, names));
    } else if (field.type().isListType()
        && field.type().asListType().elementType().isStructType()) {
      field
          .type()
          .asListType()
          .elementType()
          .asStructType()
          .fields()
          .forEach(inner -> collect(inner, names));
    }
  }

  /// The nearest of some names to one that does not exist; null when none is near.
  static @Nullable String near(String asked, Collection<String> names) {
    String wanted = asked.toLowerCase(Locale.ROOT);
    String best = null;
    int bestDistance = Math.max(2, wanted.length() / 3) + 1;
    for (String name : names) {
      int distance = wanted.equals(name) ? 0 : distance(wanted, name);
      if (distance > 2 && wanted.length() >= 5 && name.contains(wanted)) {
        distance = 2;
      }
      if (distance > 0 && distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    return best;
  }

  /// How many letters must be put in, left out, exchanged or swapped with their neighbour.
  private static int distance(String one, String two) {
    int[][] cost = new int[one.length() + 1][two.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= two.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == two.charAt(j - 1);
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == two.charAt(j - 2)
            && one.charAt(i - 2) == two.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[one.length()][two.length()];
  }
}
