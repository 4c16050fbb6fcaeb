package io.trailhouse.match;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.event.JsonSpans;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

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

  private static final int OBJECT = ValueKind.OBJECT.ordinal();
  private static final int ARRAY = ValueKind.ARRAY.ordinal();
  private static final int STRING = ValueKind.STRING.ordinal();

  private EventBatch batch = EventBatch.empty();
  private int row;
  private final int[] topMember = new int[FIELDS];
  private final int[] topValue = new int[FIELDS];
  private boolean unknownTops;
  private long tops;
  private long structures;

  private int count;
  private byte[] kind = new byte[256];
  private int[] from = new int[256];
  private int[] to = new int[256];
  private int[] keyFrom = new int[256];
  private int[] keyTo = new int[256];

  /// What [JsonLook] saw of a value's key and text, and of the keys inside it.
  private byte[] notes = new byte[256];

  /// For a value below the top: the number behind its last descendant.
  private int[] next = new int[256];

  /// The first child of an object or array, which has been walked then; 0 before.
  private int[] child = new int[256];

  private int[] childEnd = new int[256];
  private int[] open = new int[32];
  private boolean sawOdd;

  /// Values of [KnownPaths]: 0 for none, -1 where it takes more than one look, -2 not looked up
  /// yet.
  private final int[] known = new int[KnownPaths.COUNT];

  /// The value whose text was decoded last, and the text; 0 for none.
  private int decodedValue;

  private byte[] decodedText = new byte[0];

  byte[] textBytes = new byte[0];
  int textFrom;
  int textTo;

  /// Whether the text is known to be ASCII.
  boolean textAscii;

  /// A subject without a record, which has no fields.
  public Subject() {
    Arrays.fill(topMember, -1);
    Arrays.fill(known, -2);
  }

  /// Turns to another record.
  public void point(EventBatch newBatch, int newRow) {
    batch = newBatch;
    row = newRow;
    sawOdd = false;
    unknownTops = false;
    tops = 0;
    structures = 0;
    decodedValue = 0;
    Arrays.fill(known, -2);
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
        tops |= 1L << field.ordinal();
        if (ValueMatcher.isStructure(batch.kind(member))) {
          structures |= 1L << field.ordinal();
        }
      }
    }
  }

  /// Whether the record lacks a field that a condition cannot do without.
  boolean lacks(long neededTops, long neededStructures) {
    return ((neededTops & ~tops) | (neededStructures & ~structures)) != 0 && !unknownTops;
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

  /// Whether, since this was last asked, a path that does not go through arrays has seen one, or an
  /// object with dots in its keys.
  public boolean takeMetOdd() {
    boolean seen = sawOdd;
    sawOdd = false;
    return seen;
  }

  void meetOdd() {
    sawOdd = true;
  }

  /// Whether some key of an object holds a dot, or an escape that may spell one.
  boolean hasOddKeys(int object) {
    child(object);
    return (notes[object] & JsonLook.KEYS_ODD) != 0;
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

  /// The one value of one of the [KnownPaths], 0 when there is none, or -1 when lists or dots in
  /// keys stand on the way.
  int known(int path) {
    if (known[path] == -2) {
      int value = top(EventField.USER_IDENTITY);
      for (byte[] key : KnownPaths.keys(path)) {
        value = value <= 0 ? value : firstMember(value, key);
      }
      known[path] = value;
    }
    return known[path];
  }

  private int firstMember(int object, byte[] key) {
    if (kind[object] != OBJECT) {
      return kind[object] == ARRAY ? -1 : 0;
    }
    if (hasOddKeys(object)) {
      return -1;
    }
    for (int each = child(object); each < childEnd[object]; each = next[each]) {
      if (isKey(each, key)) {
        return each;
      }
    }
    return 0;
  }

  /// The value of a field at the top that [EventField] does not list, or 0.
  int top(byte[] key) {
    if (unknownTops) {
      for (int member = batch.memberBegin(row); member < batch.memberEnd(row); member++) {
        if (batch.field(member) == null
            && JsonLook.isKey(batch.bytes(), batch.keyFrom(member), batch.keyTo(member), key)) {
          return ofMember(member);
        }
      }
    }
    return 0;
  }

  /// The members of the record itself, for a path that asks for each; a key that stands twice once.
  int[] tops() {
    int[] values = new int[batch.memberEnd(row) - batch.memberBegin(row)];
    Set<String> seen = new HashSet<>();
    int found = 0;
    for (int member = batch.memberBegin(row); member < batch.memberEnd(row); member++) {
      if (seen.add(JsonStrings.decode(batch.bytes(), batch.keyFrom(member), batch.keyTo(member)))) {
        values[found++] = ofMember(member);
      }
    }
    return Arrays.copyOf(values, found);
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
    if ((notes[value] & JsonLook.KEY_ESCAPED) != 0) {
      return JsonLook.isKey(batch.bytes(), keyFrom[value], keyTo[value], key);
    }
    int start = keyFrom[value] + 1;
    int end = keyTo[value] - 1;
    return end - start == key.length
        && Arrays.equals(batch.bytes(), start, end, key, 0, key.length);
  }

  /// The key of a member of an object.
  String key(int value) {
    return JsonStrings.decode(batch.bytes(), keyFrom[value], keyTo[value]);
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
      int key = at;
      if (kind[parent] == OBJECT) {
        at = JsonSpans.scalarEnd(bytes, at);
      }
      int keyEnd = at;
      at = JsonSpans.next(bytes, at);
      ValueKind found = JsonSpans.kind(bytes[at]);
      int value = add(found, at, key);
      noteKey(value, parent, keyEnd);
      if (found == ValueKind.OBJECT || found == ValueKind.ARRAY) {
        open(depth++, parent);
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

  private void noteKey(int value, int parent, int keyEnd) {
    int look = JsonLook.atKey(batch.bytes(), keyFrom[value], keyEnd);
    keyTo[value] = keyEnd;
    notes[value] = (byte) (notes[value] | (look & JsonLook.KEY_ESCAPED));
    notes[parent] = (byte) (notes[parent] | (look & JsonLook.KEYS_ODD));
  }

  private void open(int depth, int parent) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth] = parent;
  }

  private int add(ValueKind found, int start, int key) {
    if (count == from.length) {
      resize(count * 2);
    }
    kind[count] = (byte) found.ordinal();
    from[count] = start;
    keyFrom[count] = key;
    child[count] = 0;
    notes[count] = 0;
    return count++;
  }

  private void resize(int size) {
    kind = Arrays.copyOf(kind, size);
    from = Arrays.copyOf(from, size);
    to = Arrays.copyOf(to, size);
    keyFrom = Arrays.copyOf(keyFrom, size);
    keyTo = Arrays.copyOf(keyTo, size);
    notes = Arrays.copyOf(notes, size);
    next = Arrays.copyOf(next, size);
    child = Arrays.copyOf(child, size);
    childEnd = Arrays.copyOf(childEnd, size);
  }

  /// Puts a value's text into [#textBytes]: of a string what it says, of anything else its JSON
  /// without blanks between its tokens.
  void readText(int value) {
    byte[] bytes = batch.bytes();
    if (kind[value] != STRING) {
      if (kind[value] == OBJECT || kind[value] == ARRAY) {
        readCompact(from[value], to[value]);
      } else {
        readSpan(from[value], to[value], true);
      }
      return;
    }
    if ((notes[value] & JsonLook.SEEN) == 0) {
      notes[value] = (byte) (notes[value] | JsonLook.atText(bytes, from[value], to[value]));
    }
    if ((notes[value] & JsonLook.ESCAPED) == 0) {
      readSpan(from[value] + 1, to[value] - 1, (notes[value] & JsonLook.ASCII) != 0);
    } else {
      if (decodedValue != value) {
        decodedText =
            JsonStrings.decode(bytes, from[value], to[value]).getBytes(StandardCharsets.UTF_8);
        decodedValue = value;
      }
      textBytes = decodedText;
      textFrom = 0;
      textTo = decodedText.length;
      textAscii = false;
    }
  }

  private void readSpan(int start, int end, boolean ascii) {
    textBytes = batch.bytes();
    textFrom = start;
    textTo = end;
    textAscii = ascii;
  }

  /// Puts the whole record's JSON into [#textBytes].
  void readWholeText() {
    readCompact(batch.rowFrom(row), batch.rowTo(row));
  }

  private void readCompact(int start, int end) {
    byte[] compact = CompactJson.of(batch.bytes(), start, end);
    textBytes = compact == null ? batch.bytes() : compact;
    textFrom = compact == null ? start : 0;
    textTo = compact == null ? end : compact.length;
    textAscii = false;
  }
}
