package io.trailhouse.event;

/// Where values begin and end inside a record that [EventReader] has let through.
///
/// It walks text whose validity is known, so it checks nothing: of text from elsewhere it answers
/// anything. A parser would check the same bytes a second time and make objects on the way.
public final class JsonSpans {
  private JsonSpans() {}

  /// The first byte at or behind a place that is no blank and no separator.
  public static int next(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] <= ' ' || bytes[at] == ',' || bytes[at] == ':') {
      at++;
    }
    return at;
  }

  /// What the value that begins with this byte is.
  public static ValueKind kind(byte first) {
    return switch (first) {
      case '{' -> ValueKind.OBJECT;
      case '[' -> ValueKind.ARRAY;
      case '"' -> ValueKind.STRING;
      case 't' -> ValueKind.TRUE;
      case 'f' -> ValueKind.FALSE;
      case 'n' -> ValueKind.NULL;
      default -> ValueKind.NUMBER;
    };
  }

  /// Where the scalar that begins here ends: one past its last byte.
  public static int scalarEnd(byte[] bytes, int from) {
    return bytes[from] == '"' ? stringEnd(bytes, from) : wordEnd(bytes, from);
  }

  private static int stringEnd(byte[] bytes, int from) {
    int at = from + 1;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int wordEnd(byte[] bytes, int from) {
    int at = from + 1;
    while (at < bytes.length && isOfWord(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isOfWord(byte each) {
    return each > ' ' && each != ',' && each != '}' && each != ']';
  }
}
