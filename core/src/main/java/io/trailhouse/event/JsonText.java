package io.trailhouse.event;

/// The text under the walk: its bytes from an offset on, and how to hand some of them on.
interface JsonText {
  /// The bytes from [#base] on, of which the first [#length] count. Valid until [#more] or [#cut].
  byte[] bytes();

  int length();

  long base();

  /// Reads further bytes; false at the end of the text, and as long as it [#isFull].
  boolean more();

  /// The first `count` bytes, taken off when the text is read piece by piece.
  byte[] cut(int count);

  /// Whether batches are to be cut as soon as a slice is full.
  boolean isSliced();

  /// Whether no further byte is read before some are cut off, because memory is used up.
  boolean isFull();
}
