package io.trailhouse.event;

import io.trailhouse.problem.Code;

/// Events that stand where nobody looks for one, beside others in an object that holds some: they
/// are told, so that nobody takes the file for read to its end.
final class HiddenEvents {
  private static final String PROBLEM =
      "an event is beside the list of records, where none is expected";

  private final JsonText text;
  private final ProblemList problems;
  private long seenAt = -1;

  HiddenEvents(JsonText text, ProblemList problems) {
    this.text = text;
    this.problems = problems;
  }

  /// Remembers an event that a span of the text holds.
  void look(long from, long to) {
    long begin = Math.max(from, text.base());
    int base = (int) (begin - text.base());
    if (to > begin && Wrapping.namesAnEvent(text.bytes(), base, base + (int) (to - begin))) {
      seenAt = begin;
    }
  }

  /// Tells of one that was seen behind a place.
  void tellBehind(long from) {
    if (seenAt >= from) {
      problems.add(Code.LOG_FILE_MALFORMED, PROBLEM, seenAt);
      seenAt = -1;
    }
  }
}
