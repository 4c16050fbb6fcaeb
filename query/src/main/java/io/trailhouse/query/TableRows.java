package io.trailhouse.query;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table for people. The widths come from the first rows; what does not fit ends with `…`. Where
/// there are too many columns for the line, each row becomes a block of lines.
final class TableRows implements RowWriter {
  private static final int LOOK_AHEAD = 200;
  private static final int GAP = 2;
  private static final int NARROWEST = 10;

  private final PrintWriter out;
  private final int width;
  private final List<String[]> waiting = new ArrayList<>();
  private String[] names = {};
  private boolean[] right = {};
  private boolean[] whole = {};
  private boolean[] maps = {};
  private int[] widths = {};
  private boolean started;
  private long rows;

  TableRows(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public void start(List<QueryAnswer.Column> columns) {
    names = columns.stream().map(column -> Cell.visible(column.name())).toArray(String[]::new);
    right = new boolean[names.length];
    whole = new boolean[names.length];
    maps = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      String type = columns.get(i).type();
      right[i] = type.matches("(?:TINY|SMALL|BIG|HUGE|U.*)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*");
      maps[i] = type.contains("MAP(");
      whole[i] = right[i] || type.startsWith("TIMESTAMP") || type.equals("DATE");
    }
  }

  @Override
  public void row(List<@Nullable Object> values) {
    String[] cells = new String[names.length];
    for (int i = 0; i < cells.length; i++) {
      Object value = values.get(i);
      cells[i] = value == null ? "" : Cell.visible(text(value, maps[i]));
    }
    rows++;
    if (started) {
      print(cells);
      return;
    }
    waiting.add(cells);
    if (waiting.size() >= LOOK_AHEAD) {
      flush();
    }
  }

  /// An entry of a map whose value is NULL is an entry; a struct has its members always.
  private static String text(Object value, boolean maps) {
    return maps ? ValueText.of(value) : ValueText.brief(value);
  }

  @Override
  public void end() {
    if (!started) {
      flush();
    }
    out.println(rows == 1 ? "(1 row)" : "(" + rows + " rows)");
  }

  private void flush() {
    started = true;
    measure();
    if (!inBlocks()) {
      line(names, false);
      StringBuilder rule = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        rule.append("-".repeat(widths[i])).append(i + 1 < widths.length ? " ".repeat(GAP) : "");
      }
      out.println(rule);
    }
    waiting.forEach(this::print);
    waiting.clear();
  }

  private void measure() {
    widths = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      widths[i] = Cell.width(names[i]);
      for (String[] cells : waiting) {
        widths[i] = Math.max(widths[i], Cell.width(cells[i]));
      }
    }
    int room = width - GAP * (names.length - 1);
    if (width > 0 && Arrays.stream(widths).sum() > room && !inBlocks()) {
      narrow(room);
    }
  }

  /// Takes from the widest columns until all fit; half a number or time is worse than none.
  private void narrow(int room) {
    int limit = Arrays.stream(widths).max().orElse(0);
    while (limit > NARROWEST && total(limit) > room) {
      limit--;
    }
    int left = room - total(limit);
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > limit && !whole[i]) {
        int more = left > 0 ? 1 : 0;
        widths[i] = limit + more;
        left -= more;
      }
    }
  }

  private int total(int limit) {
    int sum = 0;
    for (int i = 0; i < widths.length; i++) {
      sum += whole[i] ? widths[i] : Math.min(widths[i], limit);
    }
    return sum;
  }

  private boolean inBlocks() {
    return width > 0 && total(NARROWEST) + GAP * (names.length - 1) > width;
  }

  private void print(String[] cells) {
    if (inBlocks()) {
      block(cells);
    } else {
      line(cells, true);
    }
  }

  private void line(String[] cells, boolean values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      boolean last = i + 1 == cells.length;
      boolean endless = width == 0 && last;
      String text = endless ? cells[i] : Cell.cut(cells[i], widths[i]);
      String blank = " ".repeat(Math.max(0, widths[i] - Cell.width(text)));
      line.append(values && right[i] ? blank + text : last ? text : text + blank);
      line.append(last ? "" : " ".repeat(GAP));
    }
    out.println(line.toString().stripTrailing());
  }

  /// One line for each column that has a value.
  private void block(String[] cells) {
    int label = Arrays.stream(names).mapToInt(Cell::width).max().orElse(0);
    out.println(
        "-- row "
            + (rows - waitingAfter(cells))
            + " "
            + "-".repeat(Math.max(1, Math.min(width, 60) - 10)));
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isEmpty()) {
        String name = names[i] + " ".repeat(label - Cell.width(names[i]));
        out.println(name + "  " + Cell.cut(cells[i], Math.max(NARROWEST, width - label - GAP)));
      }
    }
  }

  private int waitingAfter(String[] cells) {
    int place = waiting.indexOf(cells);
    return place < 0 ? 0 : waiting.size() - 1 - place;
  }
}
