package io.trailhouse.query;

import java.nio.charset.StandardCharsets;
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

  private int charsBefore(int bytes) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return new String(
            encoded, 0, Math.min(Math.max(bytes, 0), encoded.length), StandardCharsets.UTF_8)
        .length();
  }
}
