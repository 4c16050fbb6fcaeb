package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/// The text under the walk: its bytes from an offset on, and how to hand some of them on.
interface JsonText {
  byte[] bytes();

  long base();

  /// The first `count` bytes, taken off when the text is read piece by piece.
  byte[] cut(int count);

  /// Whether batches are to be cut as soon as a slice is full.
  boolean isSliced();

  /// Whether the text was ended because no record came to its end within the memory there is.
  boolean isFull();

  /// A parser of the text from an offset on.
  JsonParser parser(long from) throws IOException;

  /// Where the first line at or behind an offset begins that begins with an object: there JSON
  /// Lines go on behind a damaged line. -1 when there is none.
  long lineWithObject(long from) throws IOException;
}
