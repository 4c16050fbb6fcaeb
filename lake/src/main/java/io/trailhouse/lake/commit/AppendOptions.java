package io.trailhouse.lake.commit;

/// How much an appender takes at a time. Memory is about `keyMemory` plus, for each thread, twice
/// `chunkBytes`.
///
/// @param source what `th_source` says of rows that come this way
/// @param chunkBytes how many bytes of records and their spans are sorted and written at a time
/// @param commitRows from how many records on a batch is committed
/// @param keyMemory how many bytes the keys in memory may take
public record AppendOptions(String source, long chunkBytes, long commitRows, long keyMemory) {
  private static final long MIB = 1L << 20;

  public static AppendOptions named(String source) {
    return new AppendOptions(source, 96 * MIB, 250_000, 192 * MIB);
  }

  /// The same with other batches.
  public AppendOptions commitRows(long rows) {
    return new AppendOptions(source, chunkBytes, rows, keyMemory);
  }
}
