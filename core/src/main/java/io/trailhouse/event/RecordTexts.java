package io.trailhouse.event;

import io.trailhouse.problem.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Records that stand as texts in another text: they are gathered and read as a text of their own,
/// each separated from the next so that no damage reaches over (RFC 7464).
final class RecordTexts {
  private static final int MOST_AROUND = 3;
  private static final int RECORD_SEPARATOR = 0x1E;

  private final ReadLimits limits;
  private final Consumer<EventBatch> batches;
  private final ProblemList problems;
  private final int around;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
  private long gatheredAt;
  private long records;

  /// @param around how many texts are around the text that these stand in
  RecordTexts(ReadLimits limits, Consumer<EventBatch> batches, ProblemList problems, int around) {
    this.limits = limits;
    this.batches = batches;
    this.problems = problems;
    this.around = around;
  }

  Consumer<EventBatch> batches() {
    return batches;
  }

  ProblemList problems() {
    return problems;
  }

  /// How many records have been read.
  long records() {
    return records;
  }

  /// Takes one text.
  ///
  /// @param offset where it stands in the text around it
  void add(String record, long offset) {
    if (gathered.size() == 0) {
      gatheredAt = offset;
    }
    gathered.write(RECORD_SEPARATOR);
    gathered.writeBytes(JsonStrings.encodable(record).getBytes(StandardCharsets.UTF_8));
    gathered.write('\n');
    if (gathered.size() > limits.slice()) {
      read();
    }
  }

  /// Reads what has been gathered.
  void read() {
    if (gathered.size() == 0) {
      return;
    }
    WholeText text = new WholeText(gathered.toByteArray());
    gathered.reset();
    if (around == MOST_AROUND) {
      problems.add(Code.NOT_CLOUDTRAIL, "texts in texts in texts hold no record", gatheredAt);
      return;
    }
    List<ReadReport.ParseProblem> inside = new ArrayList<>();
    RecordTexts deeper = new RecordTexts(limits, batches, new ProblemList(inside), around + 1);
    RecordWalk walk = new RecordWalk(text, limits, deeper);
    walk.walk();
    records += walk.records();
    inside.forEach(
        each -> problems.add(each.code(), "in a record as text: " + each.problem(), gatheredAt));
  }
}
