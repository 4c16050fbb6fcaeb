package io.trailhouse.lake.check;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// What a repair has done.
///
/// @param days days of events with damaged files, in their order
/// @param notRead log files that could have brought events and cannot be read
/// @param changed places of log files that were not taken: their content is not what it was
/// @param dropped damaged data files of other tables that were taken out
/// @param left what is damaged still
public record RepairReport(
    List<Day> days,
    List<LogFileAt> notRead,
    Set<String> changed,
    List<Damage> dropped,
    List<Damage> left) {
  public RepairReport {
    days = List.copyOf(days);
    notRead = List.copyOf(notRead);
    changed = Set.copyOf(changed);
    dropped = List.copyOf(dropped);
    left = List.copyOf(left);
  }

  /// What has become of a day.
  public enum Outcome {
    /// Its damaged files are out, and what came back is in.
    REPAIRED,
    /// Nothing was changed: events would be missing.
    KEPT,
    /// Nothing was changed: somebody else has taken one of the files out meanwhile.
    BUSY
  }

  /// One day of events.
  ///
  /// @param files how many damaged files it had
  /// @param held how many events these held
  /// @param cameBack how many events came back, or would have
  public record Day(LocalDate day, long files, long held, long cameBack, Outcome outcome) {
    /// How many events nobody has brought back.
    public long missing() {
      return Math.max(0, held - cameBack);
    }
  }
}
