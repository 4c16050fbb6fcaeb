package io.trailhouse.query;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Findings for people, three lines each, none longer than the terminal is wide. An ARN is cut from
/// the left, because what tells one from another stands at its end.
final class FindingLines implements RowWriter {
  private static final int LEAST = 40;

  private final PrintWriter out;
  private final int width;
  private final List<String> names = new ArrayList<>();
  private long rows;

  /// @param width characters of a line
  FindingLines(PrintWriter out, int width) {
    this.out = out;
    this.width = Math.max(LEAST, width);
  }

  @Override
  public void start(List<QueryAnswer.Column> columns) {
    columns.forEach(column -> names.add(column.name()));
  }

  @Override
  public void row(List<@Nullable Object> values) {
    rows++;
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Object value = values.get(i);
      row.put(names.get(i), value == null ? "" : Cell.visible(ValueText.brief(value)));
    }
    String where = text(row, "account") + " " + text(row, "region");
    line(
        "%s  %-8s  %s  %s%s"
            .formatted(
                text(row, "id"),
                text(row, "level").replace("informational", "info"),
                text(row, "time"),
                text(row, "state"),
                where.isBlank() ? "" : " in " + where.strip()));
    line("  " + text(row, "title"));
    String rule = "  rule " + text(row, "rule_id");
    String principal = text(row, "principal");
    String who = principal.isEmpty() ? "nobody named" : principal;
    int room = width - "  by ".length() - Cell.width(rule);
    if (room >= LEAST / 2 || Cell.width(who) <= room) {
      line("  by " + Cell.cutLeft(who, room) + rule);
    } else {
      line("  by " + Cell.cutLeft(who, width - "  by ".length()));
      line(rule);
    }
  }

  private static String text(Map<String, String> row, String name) {
    return row.getOrDefault(name, "");
  }

  private void line(String text) {
    out.println(Cell.cut(text, width));
  }

  @Override
  public void end() {
    out.println(rows == 1 ? "(1 finding)" : "(%,d findings)".formatted(rows));
  }
}
