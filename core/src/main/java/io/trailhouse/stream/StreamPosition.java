package io.trailhouse.stream;

/// A place in an [EventStream].
///
/// @param commit the table's sequence number of the commit whose events come next
/// @param row how many rows of that commit lie before it
public record StreamPosition(long commit, long row) implements Comparable<StreamPosition> {
  public StreamPosition {
    if (commit < 0 || row < 0) {
      throw new IllegalArgumentException("no position: " + commit + ":" + row);
    }
  }

  @Override
  public int compareTo(StreamPosition other) {
    return commit == other.commit
        ? Long.compare(row, other.row)
        : Long.compare(commit, other.commit);
  }

  /// The position as it is written, such as `17:2048`.
  @Override
  public String toString() {
    return commit + ":" + row;
  }

  /// The position that a text says.
  ///
  /// @throws IllegalArgumentException when it says none
  public static StreamPosition of(String text) {
    int colon = text.indexOf(':');
    return new StreamPosition(
        Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }
}
