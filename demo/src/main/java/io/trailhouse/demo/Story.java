package io.trailhouse.demo;

import java.util.List;

/// The intrusion in the demo's log files, told in the order in which it happened.
public record Story(List<Step> steps) {

  public Story {
    steps = List.copyOf(steps);
  }

  /// One step: what happened, the question that finds it, and the whole answer.
  ///
  /// `sql` asks the table `events`, in the spelling of CloudTrail Lake and Athena. Its answer MUST
  /// have the given columns and exactly the given rows in that order. Cells are text: times as
  /// `2026-05-19 02:17:09` in UTC, numbers in plain digits. `eventIds` are the events of which the
  /// answer is made, each of which is one row of the table.
  public record Step(
      String title, String narrative, String sql, Answer answer, List<String> eventIds) {

    public Step {
      eventIds = List.copyOf(eventIds);
    }
  }

  /// What a step's question finds.
  public record Answer(List<String> columns, List<List<String>> rows) {

    public Answer {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }
}
