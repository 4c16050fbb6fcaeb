package io.trailhouse.cli;

import io.trailhouse.coverage.AccountRegion;
import io.trailhouse.coverage.CoverageReport;
import io.trailhouse.coverage.HourState;
import io.trailhouse.problem.TerminalEscaper;
import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Coverage as a picture: a line for each account and Region, a character for some hours each, of
/// which the worst counts.
final class CoveragePicture {
  private static final int[] HOURS_A_CELL = {1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168, 336, 720};
  private static final int LABELS = 32;
  private static final int DEFAULT_WIDTH = 120;
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final PrintWriter out;
  private final int width;
  private final boolean colours;

  /// @param columns of the terminal; 0 for none, which gets no colours
  CoveragePicture(PrintWriter out, int columns) {
    this.out = out;
    this.width = Math.max(24, (columns > 0 ? columns : DEFAULT_WIDTH) - LABELS);
    this.colours = columns > 0 && System.getenv("NO_COLOR") == null;
  }

  void print(CoverageReport report) {
    int hours = report.hours().values().stream().mapToInt(each -> each.length).max().orElse(0);
    int perCell = perCell(hours);
    out.printf(
        "%s to %s UTC by delivery, %s a character%n",
        time(report.from()),
        time(report.to()),
        perCell == 1 ? "one hour" : perCell % 24 == 0 ? days(perCell / 24) : perCell + " hours");
    Set<HourState> seen = EnumSet.noneOf(HourState.class);
    for (Map.Entry<AccountRegion, HourState[]> each : report.hours().entrySet()) {
      StringBuilder cells = new StringBuilder();
      for (int first = 0; first < each.getValue().length; first += perCell) {
        HourState worst = worst(each.getValue(), first, perCell);
        seen.add(worst);
        cells.append(cell(worst));
      }
      out.printf(
          "%-12s  %-16s  %s%n",
          TerminalEscaper.line(each.getKey().account()),
          TerminalEscaper.line(each.getKey().region()),
          cells);
    }
    StringBuilder legend = new StringBuilder();
    for (HourState state : seen) {
      legend.append(legend.isEmpty() ? "" : "   ").append(cell(state)).append(' ');
      legend.append(state.words());
    }
    out.println(legend);
  }

  private static String days(int days) {
    return days == 1 ? "one day" : days + " days";
  }

  private static String time(java.time.Instant time) {
    return HOUR.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  private int perCell(int hours) {
    for (int each : HOURS_A_CELL) {
      if (hours <= (long) each * width) {
        return each;
      }
    }
    return hours / width + 1;
  }

  private static HourState worst(HourState[] hours, int first, int count) {
    HourState worst = hours[first];
    for (int hour = first + 1; hour < Math.min(hours.length, first + count); hour++) {
      worst = hours[hour].compareTo(worst) > 0 ? hours[hour] : worst;
    }
    return worst;
  }

  private String cell(HourState state) {
    if (!colours) {
      return String.valueOf(state.sign());
    }
    String colour =
        switch (state) {
          case PROVEN -> "32";
          case COMPLETE -> "36";
          case ARRIVED -> "34";
          case FETCHED -> "35";
          case LATE -> "33";
          case MISSING -> "1;31";
          case NOTHING -> "2";
        };
    return "\u001b[" + colour + "m" + state.sign() + "\u001b[0m";
  }
}
