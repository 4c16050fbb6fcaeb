package io.trailhouse.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One event record: a row of an [EventBatch]. Owns no bytes, so it is cheap to pass on and safe to
/// drop; it keeps its whole batch in memory as long as it lives.
///
/// @param batch where the record stands
/// @param row the record's number in the batch, from 0
public record EventView(EventBatch batch, int row) {

  public boolean has(EventField field) {
    return batch.find(row, field) >= 0;
  }

  /// What the record's log file tells of it.
  public FileFacts file() {
    return batch.file(row);
  }

  /// A string field's text, decoded; null when the field is absent or not a string.
  public @Nullable String text(EventField field) {
    int member = batch.find(row, field);
    return member < 0 || batch.kind(member) != ValueKind.STRING
        ? null
        : JsonStrings.decode(batch.bytes(), batch.from(member), batch.to(member));
  }

  /// A field's text as a column of text has it: of a string what it says, of a number, true and
  /// false their JSON; null for anything else, and when the field is absent.
  public @Nullable String scalar(EventField field) {
    int member = batch.find(row, field);
    if (member < 0) {
      return null;
    }
    return switch (batch.kind(member)) {
      case STRING -> text(field);
      case NUMBER, TRUE, FALSE -> json(field);
      case NULL, OBJECT, ARRAY -> null;
    };
  }

  /// A field's value as the JSON text that stands in the record; null when the field is absent.
  public @Nullable String json(EventField field) {
    int member = batch.find(row, field);
    return member < 0 ? null : slice(batch.from(member), batch.to(member));
  }

  /// The whole record as it stands in its log file.
  public String json() {
    return slice(batch.rowFrom(row), batch.rowTo(row));
  }

  private String slice(int from, int to) {
    return new String(batch.bytes(), from, to - from, StandardCharsets.UTF_8);
  }
}
