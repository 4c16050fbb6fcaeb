package io.trailhouse.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// From a member's name, as its bytes stand in a record, to its field: asked for every member of
/// every record, so without making a text of it.
final class FieldNames {
  private static final int SIZE = 256;
  private static final @Nullable EventField[] FIELDS = new EventField[SIZE];
  private static final byte[][] NAMES = new byte[SIZE][];

  static {
    for (EventField field : EventField.values()) {
      byte[] name = field.jsonName().getBytes(StandardCharsets.UTF_8);
      int place = place(name, 0, name.length);
      while (NAMES[place] != null) {
        place = (place + 1) % SIZE;
      }
      NAMES[place] = name;
      FIELDS[place] = field;
    }
  }

  private FieldNames() {}

  private static int place(byte[] bytes, int from, int to) {
    int middle = bytes[(from + to) >>> 1];
    return (bytes[from] * 31 + middle * 7 + bytes[to - 1] * 3 + (to - from) * 11) & (SIZE - 1);
  }

  /// The field of a name; null when the list of fields does not have it.
  ///
  /// @param from where the name begins: the index of its opening quote
  /// @param to one past its closing quote
  static @Nullable EventField find(byte[] bytes, int from, int to) {
    if (to - from == 2) {
      return null;
    }
    int place = place(bytes, from + 1, to - 1);
    while (NAMES[place] != null) {
      byte[] name = NAMES[place];
      if (Arrays.equals(name, 0, name.length, bytes, from + 1, to - 1)) {
        return FIELDS[place];
      }
      place = (place + 1) % SIZE;
    }
    return JsonStrings.isPlain(bytes, from, to)
        ? null
        : EventField.named(JsonStrings.decode(bytes, from, to));
  }
}
