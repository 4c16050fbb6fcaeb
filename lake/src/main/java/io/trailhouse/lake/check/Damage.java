package io.trailhouse.lake.check;

import io.trailhouse.problem.TrailhouseException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that is not what its table says.
///
/// @param table the table's name
/// @param problem what is wrong, where, and what can be done without `--repair`
/// @param held what its table knows of its rows; null for a file that has none
/// @param logFiles those from which its events can come, the likeliest first; null when nobody
///   knows: it has no events, or the ledger cannot be read
public record Damage(
    String table,
    FileKind kind,
    TrailhouseException problem,
    @Nullable Held held,
    @Nullable List<LogFileAt> logFiles) {
  public Damage {
    logFiles = logFiles == null ? null : List.copyOf(logFiles);
  }

  /// What a damaged file held, by what leads to it.
  ///
  /// @param rows how many
  /// @param firstDay the first day of events; null when nobody knows, or in a table without days
  /// @param lastDay the last one, included
  /// @param first the first event time; null when nobody knows
  /// @param last the last one
  public record Held(
      long rows,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      @Nullable Instant first,
      @Nullable Instant last) {}

  /// Where it is.
  public String file() {
    return problem.place();
  }

  /// Whether its rows are events, which log files can bring back.
  public boolean hasEvents() {
    return kind == FileKind.DATA_FILE && table.equals("events");
  }

  Damage from(@Nullable List<LogFileAt> found) {
    return new Damage(table, kind, problem, held, found);
  }
}
