package io.trailhouse.event;

import java.io.OutputStream;
import java.util.Arrays;

/// Makes a batch of records that are written member by member by someone who knows where each
/// begins and ends: the text is not parsed again.
///
/// Nothing is checked. What is written must be JSON that [EventReader] would let through, or those
/// who read the batch answer anything. Used again after [#build] or [#reset]; for one thread.
public final class BatchBuilder extends OutputStream {
  private final EventBatch.Builder rows = new EventBatch.Builder();
  private byte[] bytes = new byte[4096];
  private int size;
  private int rowFrom;
  private int mark;
  private int keyFrom;
  private int keyTo;
  private int valueFrom;

  /// Forgets all that was written.
  public void reset() {
    rows.reset();
    size = 0;
  }

  /// How many records are whole.
  public int rows() {
    return rows.rows();
  }

  /// How many bytes were written.
  public int size() {
    return size;
  }

  /// What was written: valid up to [#size], until more is written. Not a copy.
  public byte[] bytes() {
    return bytes;
  }

  /// Takes back what was written from a place on; no key or value may begin behind it.
  public void cut(int to) {
    size = to;
  }

  @Override
  public void write(int each) {
    reserve(1);
    bytes[size++] = (byte) each;
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, size, count);
    size += count;
  }

  private void reserve(int count) {
    if (count > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), growth(bytes.length)));
    }
  }

  private static int growth(int length) {
    return length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : length * 2;
  }

  /// Its opening brace comes next.
  public void beginRecord() {
    rowFrom = size;
    mark = rows.mark();
  }

  /// The opening quote of a member's key comes next: of a member of the record itself, not of one
  /// inside it.
  public void beginKey() {
    keyFrom = size;
  }

  /// The key's closing quote is written; a colon follows.
  public void endKey() {
    keyTo = size;
  }

  /// The first byte of the member's value comes next.
  public void beginValue() {
    valueFrom = size;
  }

  /// The value is written.
  public void endMember() {
    ValueKind kind = valueFrom == size ? ValueKind.NULL : JsonSpans.kind(bytes[valueFrom]);
    rows.openMember(FieldNames.find(bytes, keyFrom, keyTo), kind, keyFrom, keyTo);
    rows.closeMember(valueFrom, size);
  }

  /// The closing brace is written.
  public void endRecord() {
    rows.addRow(mark, rowFrom, size);
  }

  /// Adds a record that was read.
  public void add(EventBatch batch, int row) {
    int from = batch.rowFrom(row);
    int moved = size - from;
    beginRecord();
    write(batch.bytes(), from, batch.rowTo(row) - from);
    for (int m = batch.memberBegin(row); m < batch.memberEnd(row); m++) {
      int key = batch.keyFrom(m) + moved;
      rows.openMember(batch.field(m), batch.kind(m), key, batch.keyTo(m) + moved);
      rows.closeMember(batch.from(m) + moved, batch.to(m) + moved);
    }
    endRecord();
  }

  /// The records that were written since the last time.
  public EventBatch build() {
    EventBatch batch = rows.build(Arrays.copyOf(bytes, size));
    size = 0;
    return batch;
  }
}
