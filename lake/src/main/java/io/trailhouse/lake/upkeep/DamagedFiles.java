package io.trailhouse.lake.upkeep;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import org.jspecify.annotations.Nullable;

/// The one message for files that are not what the table says they are.
final class DamagedFiles {
  private DamagedFiles() {}

  static TrailhouseException problem(String problem, String place, @Nullable Throwable cause) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        problem,
        place,
        "Upkeep has stopped and taken nothing away: restore the file from a backup, or have its log"
            + " files imported again: trailhouse lake check --repair",
        cause);
  }
}
