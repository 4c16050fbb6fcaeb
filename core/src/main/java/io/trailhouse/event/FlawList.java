package io.trailhouse.event;

import io.trailhouse.problem.Code;
import java.util.List;

/// The flaws of a file, the first ones of them; some can be taken back, when what looked wrong
/// turns out to be in order as a whole.
final class FlawList {
  private final List<ReadReport.Flaw> flaws;

  FlawList(List<ReadReport.Flaw> flaws) {
    this.flaws = flaws;
  }

  void add(Code code, String problem, long offset) {
    if (flaws.size() < ReadReport.MOST_FLAWS) {
      flaws.add(new ReadReport.Flaw(code, problem, offset));
    }
  }

  /// Adds damage, once however many values it is told to stand in.
  void add(JsonDamage damage) {
    ReadReport.Flaw last = flaws.isEmpty() ? null : flaws.get(flaws.size() - 1);
    if (last != null
        && last.offset() == damage.offset()
        && last.problem().equals(damage.problem())) {
      return;
    }
    add(Code.LOG_FILE_MALFORMED, damage.problem(), damage.offset());
  }

  /// A place to go back to with [#rollback].
  int mark() {
    return flaws.size();
  }

  void rollback(int mark) {
    flaws.subList(Math.min(mark, flaws.size()), flaws.size()).clear();
  }
}
