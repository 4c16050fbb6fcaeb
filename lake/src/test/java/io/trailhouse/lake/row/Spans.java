package io.trailhouse.lake.row;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// All that a batch says of one of its records, wherever in its bytes the record stands.
public final class Spans {
  private Spans() {}

  /// The record's text, and of each member its field, kind, key and value.
  public static List<String> of(EventBatch batch, int row) {
    List<String> said = new ArrayList<>();
    said.add(text(batch, batch.rowFrom(row), batch.rowTo(row)));
    for (int m = batch.memberBegin(row); m < batch.memberEnd(row); m++) {
      said.add(batch.field(m) + " " + batch.kind(m));
      said.add(text(batch, batch.keyFrom(m), batch.keyTo(m)));
      said.add(text(batch, batch.from(m), batch.to(m)));
    }
    return said;
  }

  private static String text(EventBatch batch, int from, int to) {
    return new String(batch.bytes(), from, to - from, StandardCharsets.UTF_8);
  }

  /// What a reader says of a record's text.
  public static List<String> read(byte[] record) throws IOException {
    List<List<String>> read = new ArrayList<>();
    new EventReader()
        .read(
            new ByteArrayInputStream(record),
            batch -> {
              for (int row = 0; row < batch.rows(); row++) {
                read.add(of(batch, row));
              }
            });
    if (read.size() != 1) {
      throw new IllegalArgumentException(read.size() + " records");
    }
    return read.get(0);
  }
}
