package io.trailhouse.match;

/// A text that a regular expression may look at only so often, so that no event can hold the
/// program up with a text made for it: beyond that the text counts as without a match.
final class BoundedText implements CharSequence {
  /// Far above what any sensible expression needs for the longest text of a record.
  private static final long LOOKS = 20_000_000;

  private final String text;
  private final long[] left;

  BoundedText(String text) {
    this(text, new long[] {LOOKS});
  }

  private BoundedText(String text, long[] left) {
    this.text = text;
    this.left = left;
  }

  /// Behind the last look a character that ends most matches early.
  @Override
  public char charAt(int index) {
    return left[0]-- > 0 ? text.charAt(index) : '\uFFFF';
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.substring(start, end), left);
  }

  @Override
  public String toString() {
    return text;
  }
}
