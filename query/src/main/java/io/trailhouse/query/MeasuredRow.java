package io.trailhouse.query;

import io.trailhouse.lake.row.RecordBuilder;
import java.nio.charset.StandardCharsets;

/// A row whose values each have their length in bytes and a colon before them; `-` is null.
final class MeasuredRow implements RecordColumn.Rebuild {
  private final RowShape shape;
  private final RecordBuilder row = new RecordBuilder();
  private byte[] text = {};
  private int at;
  private int end;

  MeasuredRow(RowShape shape) {
    this.shape = shape;
  }

  @Override
  public byte[] record(byte[] joined) {
    text = joined;
    at = 0;
    row.clear();
    int texts = 0;
    int flags = 0;
    for (RowShape.Kind kind : shape.kinds()) {
      switch (kind) {
        case TEXT -> text(texts++);
        case FLAG -> flag(flags++);
        case TIME -> time();
        case LIST -> list();
      }
    }
    return row.record();
  }

  private void text(int column) {
    if (next()) {
      row.text(column, text, at, end);
      at = end;
    }
  }

  private void flag(int column) {
    if (next()) {
      row.flag(column, text[at] == 't');
      at = end;
    }
  }

  private void time() {
    if (next()) {
      row.eventTime(Long.parseLong(new String(text, at, end - at, StandardCharsets.US_ASCII)));
      at = end;
    }
  }

  private void list() {
    int count = count();
    if (count >= 0) {
      row.startResources();
    }
    for (int element = 0; element < count; element++) {
      row.addResource();
      for (int member = 0; member < shape.members(); member++) {
        if (next()) {
          row.resource(member, text, at, end);
          at = end;
        }
      }
    }
  }

  /// Goes to the next value; false when it is null.
  private boolean next() {
    int length = count();
    end = at + Math.max(0, length);
    return length >= 0;
  }

  private int count() {
    if (text[at] == '-') {
      at++;
      return -1;
    }
    int count = 0;
    while (text[at] != ':') {
      count = count * 10 + text[at++] - '0';
    }
    at++;
    return count;
  }
}
