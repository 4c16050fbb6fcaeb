package io.trailhouse.query;

import org.jspecify.annotations.Nullable;

/// Values in one text, each with its length in code points and a colon before it; `-` is null.
final class MeasuredText {
  private final String text;
  private int at;

  MeasuredText(String text) {
    this.text = text;
  }

  @Nullable String next() {
    int length = count();
    if (length < 0) {
      return null;
    }
    int end = text.offsetByCodePoints(at, length);
    String value = text.substring(at, end);
    at = end;
    return value;
  }

  /// Only the number before the colon; -1 for null.
  int count() {
    if (text.charAt(at) == '-') {
      at++;
      return -1;
    }
    int colon = text.indexOf(':', at);
    int count = Integer.parseInt(text, at, colon, 10);
    at = colon + 1;
    return count;
  }
}
