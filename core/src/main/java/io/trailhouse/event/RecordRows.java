package io.trailhouse.event;

import io.trailhouse.problem.Code;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The members noted so far and the records they make up: judges what is a record, and hands
/// records on in batches.
final class RecordRows {
  /// Of so many of these fields an object is a record.
  private static final int ENOUGH = 2;

  /// With so many it is one whatever else is in it.
  private static final int PLENTY = 3;

  private static final EnumSet<EventField> DEFINING =
      EnumSet.of(
          EventField.EVENT_VERSION,
          EventField.EVENT_TIME,
          EventField.EVENT_SOURCE,
          EventField.EVENT_NAME,
          EventField.EVENT_ID,
          EventField.EVENT_TYPE,
          EventField.EVENT_CATEGORY,
          EventField.USER_IDENTITY,
          EventField.AWS_REGION);

  private final JsonText text;
  private final ReadLimits limits;
  private final Consumer<EventBatch> batches;
  private final ProblemList problems;
  private final EventBatch.Builder rows = new EventBatch.Builder();
  private long records;

  RecordRows(JsonText text, ReadLimits limits, Consumer<EventBatch> batches, ProblemList problems) {
    this.text = text;
    this.limits = limits;
    this.batches = batches;
    this.problems = problems;
  }

  long records() {
    return records;
  }

  /// A place to go back to with [#rollback].
  int mark() {
    return rows.mark();
  }

  void rollback(int mark) {
    rows.rollback(mark);
  }

  void openMember(@Nullable EventField field, ValueKind kind, long keyFrom, long keyTo) {
    rows.openMember(field, kind, at(keyFrom), at(keyTo));
  }

  void closeMember(long from, long to) {
    rows.closeMember(at(from), at(to));
  }

  static boolean defines(@Nullable EventField field) {
    return field != null && DEFINING.contains(field);
  }

  /// Whether the members since a mark are a record's for sure, so that whatever else stands beside
  /// them is its content.
  boolean isRecordForSure(int mark) {
    return rows.hasSince(mark, EventField.EVENT_NAME) || rows.countSince(mark, DEFINING) >= PLENTY;
  }

  /// Whether so many fields of a record behind a list of records make the object one itself.
  static boolean isRecordToo(int lateFields) {
    return lateFields >= PLENTY;
  }

  /// S3 and DynamoDB notifications have the same keys, but an `eventSource` of `aws:…`.
  boolean isRecord(int mark) {
    int source = rows.valueFrom(mark, EventField.EVENT_SOURCE);
    byte[] bytes = text.bytes();
    if (source >= 0
        && bytes[source + 1] == 'a'
        && bytes[source + 2] == 'w'
        && bytes[source + 3] == 's'
        && bytes[source + 4] == ':') {
      return false;
    }
    return rows.countSince(mark, DEFINING) >= ENOUGH;
  }

  /// Keeps a record that ends here, unless it is one that nobody could read.
  ///
  /// @return whether it is kept
  boolean keep(OpenObject object, long to) {
    int invalid = Utf8.firstInvalid(text.bytes(), at(object.from), at(to));
    if (to - object.from > limits.record()) {
      refuseTooLarge(object.from);
    } else if (object.tooDeep) {
      problems.add(
          Code.LOG_FILE_MALFORMED,
          "a record is nested more than %,d deep".formatted(limits.depth()),
          object.from);
    } else if (invalid >= 0) {
      problems.add(Code.LOG_FILE_MALFORMED, "a record is not valid UTF-8", text.base() + invalid);
    } else {
      rows.addRow(object.mark, at(object.from), at(to));
      records++;
      return true;
    }
    rows.rollback(object.mark);
    return false;
  }

  void refuseTooLarge(long from) {
    problems.add(
        Code.LOG_FILE_TOO_LARGE,
        "a record is larger than %,d bytes".formatted(limits.record()),
        from);
  }

  void refuse(OpenObject object, long to) {
    int length = (int) Math.min(60, to - object.from);
    String shown = new String(text.bytes(), at(object.from), length, StandardCharsets.UTF_8);
    problems.add(Code.NOT_CLOUDTRAIL, "this is not an event record: " + shown, object.from);
  }

  /// Whether a slice is full and can be cut off: nothing is noted of the objects that are open.
  boolean isSliceFull(long to) {
    return text.isSliced() && at(to) >= limits.slice() && rows.mark() == rows.completeMembers();
  }

  /// Takes the bytes ahead of an offset off the text, and hands on the records in them.
  ///
  /// @return how many bytes that are
  int cutTo(long offset) {
    rows.rollback(rows.completeMembers());
    int count = at(offset);
    byte[] slice = text.cut(count);
    if (rows.rows() > 0) {
      batches.accept(rows.build(slice));
    }
    return count;
  }

  /// Hands on what has not been handed on yet.
  void finish() {
    rows.rollback(rows.completeMembers());
    if (rows.rows() > 0) {
      batches.accept(rows.build(text.cut(rows.lastRowTo())));
    }
  }

  private int at(long offset) {
    return (int) (offset - text.base());
  }
}
