package io.trailhouse.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A statement in the engine's words, and the way back from a place in it to the place in the text
/// that the user wrote.
record RewrittenSql(String source, String text, List<Piece> pieces) {

  /// From here on the text is a copy of the source, or stands for one place of it.
  record Piece(int at, int source, boolean copy) {}

  /// The place in the source, in characters, of a byte of the engine's text.
  int sourceAt(int engineByte) {
    int at = charsBefore(engineByte);
    Piece last = new Piece(0, 0, true);
    for (Piece piece : pieces) {
      if (piece.at() > at) {
        break;
      }
      last = piece;
    }
    int found = last.copy() ? last.source() + (at - last.at()) : last.source();
    return Math.min(found, source.length());
  }

  /// The same with other words in one place of the engine's text.
  ///
  /// @param from in bytes of the engine's text, as `length`
  RewrittenSql spliced(int from, int length, String by) {
    int start = charsBefore(from);
    int end = charsBefore(from + length);
    int behind = sourceAt(from + length);
    List<Piece> made = new ArrayList<>();
    boolean copy = true;
    for (Piece piece : pieces) {
      if (piece.at() <= start) {
        made.add(piece);
      }
      copy = piece.at() <= end ? piece.copy() : copy;
    }
    made.add(new Piece(start, sourceAt(from), false));
    made.add(new Piece(start + by.length(), behind, copy));
    for (Piece piece : pieces) {
      if (piece.at() > end) {
        int moved = piece.at() + by.length() - (end - start);
        made.add(new Piece(moved, piece.source(), piece.copy()));
      }
    }
    return new RewrittenSql(
        source, text.substring(0, start) + by + text.substring(end), List.copyOf(made));
  }

  private int charsBefore(int bytes) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return new String(
            encoded, 0, Math.min(Math.max(bytes, 0), encoded.length), StandardCharsets.UTF_8)
        .length();
  }
}
