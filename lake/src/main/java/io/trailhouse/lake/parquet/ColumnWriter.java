package io.trailhouse.lake.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.lang.ref.Cleaner;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Cuts a column into pages, compresses them and hands them to parquet-java's file writer.
///
/// Data pages are of version 1 with zstd level 1. Not for several threads at once.
final class ColumnWriter {
  private static final int PAGE = 1 << 20;
  private static final int LEVEL = 1;

  private static final Cleaner CLEANER = Cleaner.create();

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);
  private final PageBytes page = new PageBytes();
  private byte[] compressed = new byte[1 << 16];

  ColumnWriter() {
    CLEANER.register(this, zstd::close); // its memory is outside the heap
  }

  void write(
      ParquetFileWriter file, ColumnDescriptor descriptor, LeafColumn column, SlotLevels levels)
      throws IOException {
    Encoding encoding = column.seal();
    BloomFilter filter = column.filter();
    if (filter != null) {
      file.addBloomFilter(String.join(".", descriptor.getPath()), filter);
    }
    file.startColumn(descriptor, levels.slots(), CompressionCodecName.ZSTD);
    page.clear();
    int entries = column.dictionary(page);
    if (entries > 0) {
      file.writeDictionaryPage(
          new DictionaryPage(compressed(), page.length(), entries, Encoding.PLAIN));
    }
    int slot = 0;
    int value = 0;
    while (slot < levels.slots()) {
      int fitting = column.fitting(value, PAGE);
      int end = levels.rowStart(column.present.after(slot, fitting, levels.slots()));
      int values = column.present.count(slot, end);
      write(file, descriptor, new Page(column, levels, encoding, slot, end, value, value + values));
      slot = end;
      value += values;
    }
    file.endColumn();
  }

  /// What goes into one data page: some slots of a column and the values that stand in them.
  private record Page(
      LeafColumn column,
      SlotLevels levels,
      Encoding encoding,
      int slot,
      int end,
      int value,
      int lastValue) {}

  private void write(ParquetFileWriter file, ColumnDescriptor descriptor, Page part)
      throws IOException {
    page.clear();
    part.levels().encode(part.slot(), part.end(), page);
    Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
    if (part.column().widen(part.value(), part.lastValue(), statistics)) {
      statistics.incrementNumNulls(part.end() - part.slot() - (part.lastValue() - part.value()));
    } else {
      statistics = Statistics.getBuilderForReading(descriptor.getPrimitiveType()).build();
    }
    part.column().encode(part.value(), part.lastValue(), page);
    file.writeDataPage(
        part.end() - part.slot(),
        page.length(),
        compressed(),
        statistics,
        part.levels().rows(part.slot(), part.end()),
        Encoding.RLE,
        Encoding.RLE,
        part.encoding());
  }

  private BytesInput compressed() {
    int bound = Math.toIntExact(Zstd.compressBound(page.length()));
    if (bound > compressed.length) {
      compressed = new byte[bound];
    }
    int length =
        zstd.compressByteArray(compressed, 0, compressed.length, page.bytes(), 0, page.length());
    return BytesInput.from(compressed, 0, length);
  }
}
