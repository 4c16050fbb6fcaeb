package io.trailhouse.lake.parquet;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.jspecify.annotations.Nullable;

/// The values of one Parquet column of one row group, in memory. A slot is a row, or in a column
/// inside a list an element; values stand only where [#present] says so.
///
/// [#seal] ends the filling; pages are then taken from the front to the back.
abstract sealed class LeafColumn permits TextColumn, LongColumn, FlagColumn {
  final Presence present = new Presence();

  /// How many slots have a value.
  abstract int values();

  /// Chooses the encoding of all pages.
  abstract Encoding seal();

  /// The dictionary's size in entries, 0 for none; its bytes go to `into`.
  int dictionary(PageBytes into) {
    return 0;
  }

  /// How many values from `from` on fill a page of this many bytes; at least one.
  abstract int fitting(int from, int bytes);

  /// Writes the values `from` up to, not including, `to`; `from` is where the last page ended.
  abstract void encode(int from, int to, PageBytes into);

  /// Widens the statistics to the values of a page; false when none are kept of this column. To be
  /// asked before the page is encoded.
  abstract boolean widen(int from, int to, Statistics<?> statistics);

  /// A filter of all values, when the column is to have one.
  @Nullable BloomFilter filter() {
    return null;
  }

  /// Roughly how many bytes it holds.
  abstract long bytes();

  void clear(int slots) {
    present.clear(slots);
  }
}
