package io.trailhouse.query;

import io.trailhouse.lake.row.RecordBuilder;
import io.trailhouse.problem.TrailhouseException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A row whose values are joined with control characters. Answers null when a value holds one of
/// these itself, or might: then [MeasuredRow] decides.
final class QuickRow implements RecordColumn.Rebuild {
  private final RowShape shape;
  private final RecordBuilder row = new RecordBuilder();
  private byte[] text = {};

  QuickRow(RowShape shape) {
    this.shape = shape;
  }

  @Override
  public byte @Nullable [] record(byte[] joined) {
    text = joined;
    row.clear();
    int texts = 0;
    int flags = 0;
    int from = 0;
    for (RowShape.Kind kind : shape.kinds()) {
      if (from > text.length) {
        return null;
      }
      int to = end(RecordColumn.END, from, text.length);
      if (!isNull(from, to)) {
        switch (kind) {
          case TEXT -> row.text(texts, text, from, to);
          case FLAG -> row.flag(flags, text[from] == 't');
          case TIME -> row.eventTime(Long.parseLong(ascii(from, to)));
          case LIST -> {
            if (!list(from, to)) {
              return null;
            }
          }
        }
      }
      texts += kind == RowShape.Kind.TEXT ? 1 : 0;
      flags += kind == RowShape.Kind.FLAG ? 1 : 0;
      from = to + 1;
    }
    return from == text.length + 1 ? built() : null;
  }

  private byte @Nullable [] built() {
    try {
      return row.record();
    } catch (TrailhouseException e) {
      return null; // a value that looks like none: the measured form tells them apart
    }
  }

  private boolean list(int from, int to) {
    int colon = end((byte) ':', from, to);
    int count = Integer.parseInt(ascii(from, colon));
    row.startResources();
    int at = colon + 1;
    for (int element = 0; element < count; element++) {
      int elementEnd = end(RecordColumn.ELEMENT_END, at, to);
      row.addResource();
      for (int member = 0; member < shape.members(); member++) {
        if (at > elementEnd) {
          return false;
        }
        int memberEnd = end(RecordColumn.MEMBER_END, at, elementEnd);
        if (!isNull(at, memberEnd)) {
          row.resource(member, text, at, memberEnd);
        }
        at = memberEnd + 1;
      }
      if (at != elementEnd + 1) {
        return false;
      }
    }
    return count == 0 || at == to + 1;
  }

  private boolean isNull(int from, int to) {
    return to == from + 1 && text[from] == RecordColumn.NULL;
  }

  private int end(byte mark, int from, int limit) {
    int at = from;
    while (at < limit && text[at] != mark) {
      at++;
    }
    return at;
  }

  private String ascii(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.US_ASCII);
  }
}
