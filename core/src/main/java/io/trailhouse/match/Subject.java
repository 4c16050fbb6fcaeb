package io.trailhouse.match;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.event.JsonSpans;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The record that is being matched, and what has been looked up in it so far: values below the top
/// are found once, and only when a condition asks. For one thread; made once and pointed at record
/// after record.
///
/// Values are numbered; a number is good until the next [#point].
@SuppressWarnings("EnumOrdinal") // an index into this object's own arrays; it is never stored
public final class Subject {
  private static final int FIELDS = EventField.values().length;

  /// Room for so many values is kept from record to record.
  private static final int KEPT = 1 << 14;

  private static final ValueKind[] KINDS = ValueKind.values();

  private EventBatch batch = EventBatch.empty();
  private int row;
  private final int[] topMember = new int[FIELDS];
  private final int[] topValue = new int[FIELDS];
  private boolean unknownTops;

  private int count;
  private byte[] kind = new byte[256];
  private int[] from = new int[256];
  private int[] to = new int[256];
  private int[] keyFrom = new int[256];

  /// For a value below the top: the number behind its last descendant.
  private int[] next = new int[256];

  /// The first child of an object or array, which has been walked then; 0 before.
  private int[] child = new int[256];

  private int[] childEnd = new int[256];
  private int[] open = new int[32];
  private boolean metArray;

  byte[] textBytes = new byte[0];
  int textFrom;
  int textTo;

  /// A subject without a record, which has no fields.
  public Subject() {
    Arrays.fill(topMember, -1);
  }

  /// Turns to another record.
  public void point(EventBatch newBatch, int newRow) {
    batch = newBatch;
    row = newRow;
    metArray = false;
    unknownTops = false;
    count = 1;
    if (from.length > KEPT) {
      resize(256);
    }
    Arrays.fill(topMember, -1);
    Arrays.fill(topValue, 0);
    for (int member = batch.memberEnd(row) - 1; member >= batch.memberBegin(row); member--) {
      EventField field = batch.field(member);
      if (field == null) {
        unknownTops = true;
      } else {
        topMember[field.ordinal()] = member;
      }
    }
  }

  public EventView view() {
    return batch.view(row);
  }

  /// The whole record's JSON text in UTF-8 on one line: without blanks between its tokens.
  public byte[] json() {
    readWholeText();
    return Arrays.copyOfRange(textBytes, textFrom, textTo);
  }

  /// Whether the record has a field that [EventField] does not list.
  public boolean hasUnknownFields() {
    return unknownTops;
  }

  /// Whether a path that does not go through arrays has met one since this was last asked.
  public boolean takeMetArray() {
    boolean met = metArray;
    metArray = false;
    return met;
  }

  void meetArray() {
    metArray = true;
  }

  /// The value of a field at the top, or 0 when the record lacks it.
  int top(EventField field) {
    int known = topValue[field.ordinal()];
    int member = topMember[field.ordinal()];
    if (known == 0 && member >= 0) {
      known = ofMember(member);
      topValue[field.ordinal()] = known;
    }
    return known;
  }

  /// The value of a field at the top that [EventField] does not list, or 0.
  int top(byte[] key) {
    if (unknownTops) {
      for (int member = batch.memberBegin(row); member < batch.memberEnd(row); member++) {
        if (batch.field(member) == null && isKey(batch.keyFrom(member), batch.keyTo(member), key)) {
          return ofMember(member);
        }
      }
    }
    return 0;
  }

  /// The members of the record itself, for a path that asks for each.
  int[] tops() {
    int[] values = new int[batch.memberEnd(row) - batch.memberBegin(row)];
    for (int i = 0; i < values.length; i++) {
      values[i] = ofMember(batch.memberBegin(row) + i);
    }
    return values;
  }

  private int ofMember(int member) {
    int value = add(batch.kind(member), batch.from(member), batch.keyFrom(member));
    to[value] = batch.to(member);
    return value;
  }

  ValueKind kind(int value) {
    return KINDS[kind[value]];
  }

  int from(int value) {
    return from[value];
  }

  int to(int value) {
    return to[value];
  }

  /// The first value in an object or array; the last one ends where [#childEnd] says.
  int child(int value) {
    if (child[value] == 0) {
      walk(value);
    }
    return child[value];
  }

  int childEnd(int value) {
    return childEnd[value];
  }

  /// The value that stands behind another in the same object or array.
  int next(int value) {
    return next[value];
  }

  /// Whether a member of an object has this key.
  boolean isKey(int value, byte[] key) {
    byte[] bytes = batch.bytes();
    int at = keyFrom[value];
    return isKey(at, JsonSpans.scalarEnd(bytes, at), key);
  }

  private boolean isKey(int keyStart, int keyEnd, byte[] key) {
    byte[] bytes = batch.bytes();
    if (keyEnd - keyStart - 2 == key.length
        && Arrays.equals(bytes, keyStart + 1, keyEnd - 1, key, 0, key.length)) {
      return true;
    }
    return !JsonStrings.isPlain(bytes, keyStart, keyEnd)
        && JsonStrings.decode(bytes, keyStart, keyEnd)
            .equals(new String(key, StandardCharsets.UTF_8));
  }

  /// Notes all values inside an object or array. Not by recursion: a record may be nested deeper
  /// than a thread's stack.
  private void walk(int root) {
    byte[] bytes = batch.bytes();
    child[root] = count;
    int depth = 0;
    int parent = root;
    for (int at = from[root] + 1; ; ) {
      at = JsonSpans.next(bytes, at);
      if (bytes[at] == '}' || bytes[at] == ']') {
        at++;
        to[parent] = at;
        childEnd[parent] = count;
        next[parent] = count;
        if (depth == 0) {
          return;
        }
        parent = open[--depth];
        continue;
      }
      int key = 0;
      if (kind[parent] == ValueKind.OBJECT.ordinal()) {
        key = at;
        at = JsonSpans.next(bytes, JsonSpans.scalarEnd(bytes, at));
      }
      ValueKind found = JsonSpans.kind(bytes[at]);
      int value = add(found, at, key);
      if (found == ValueKind.OBJECT || found == ValueKind.ARRAY) {
        if (depth == open.length) {
          open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = parent;
        parent = value;
        child[value] = count;
        at++;
      } else {
        at = JsonSpans.scalarEnd(bytes, at);
        to[value] = at;
        next[value] = count;
      }
    }
  }

  private int add(ValueKind found, int start, int key) {
    if (count == from.length) {
      resize(count * 2);
    }
    kind[count] = (byte) found.ordinal();
    from[count] = start;
    keyFrom[count] = key;
    child[count] = 0;
    return count++;
  }

  private void resize(int size) {
    kind = Arrays.copyOf(kind, size);
    from = Arrays.copyOf(from, size);
    to = Arrays.copyOf(to, size);
    keyFrom = Arrays.copyOf(keyFrom, size);
    next = Arrays.copyOf(next, size);
    child = Arrays.copyOf(child, size);
    childEnd = Arrays.copyOf(childEnd, size);
  }

  /// Puts a value's text into [#textBytes]: of a string what it says, of anything else its JSON
  /// without blanks between its tokens.
  void readText(int value) {
    byte[] bytes = batch.bytes();
    if (kind[value] == ValueKind.STRING.ordinal()) {
      if (JsonStrings.isPlain(bytes, from[value], to[value])) {
        textBytes = bytes;
        textFrom = from[value] + 1;
        textTo = to[value] - 1;
      } else {
        decoded(JsonStrings.decode(bytes, from[value], to[value]));
      }
    } else {
      readCompact(from[value], to[value]);
    }
  }

  /// Puts the whole record's JSON into [#textBytes].
  void readWholeText() {
    readCompact(batch.rowFrom(row), batch.rowTo(row));
  }

  private void decoded(String text) {
    textBytes = text.getBytes(StandardCharsets.UTF_8);
    textFrom = 0;
    textTo = textBytes.length;
  }

  private void readCompact(int start, int end) {
    byte[] bytes = batch.bytes();
    textBytes = bytes;
    textFrom = start;
    textTo = end;
    byte[] compact = null;
    int length = 0;
    int kept = start;
    for (int at = start; at < end; at++) {
      if (bytes[at] == '"') {
        at = JsonSpans.scalarEnd(bytes, at) - 1;
      } else if (bytes[at] <= ' ' && bytes[at] >= 0) {
        compact = compact == null ? new byte[end - start] : compact;
        System.arraycopy(bytes, kept, compact, length, at - kept);
        length += at - kept;
        kept = at + 1;
      }
    }
    if (compact != null) {
      System.arraycopy(bytes, kept, compact, length, end - kept);
      textBytes = compact;
      textFrom = 0;
      textTo = length + end - kept;
    }
  }
}
