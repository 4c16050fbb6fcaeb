package io.trailhouse.match;

import io.trailhouse.event.JsonSpans;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes the blanks between the tokens out of a JSON text.
final class CompactJson {
  private CompactJson() {}

  /// The text without them; null when there are none.
  static byte @Nullable [] of(byte[] bytes, int start, int end) {
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
    if (compact == null) {
      return null;
    }
    System.arraycopy(bytes, kept, compact, length, end - kept);
    return Arrays.copyOf(compact, length + end - kept);
  }
}
