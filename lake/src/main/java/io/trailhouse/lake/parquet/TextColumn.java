package io.trailhouse.lake.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Texts, by number in a dictionary as long as they repeat, else one after the other.
final class TextColumn extends LeafColumn {
  private static final int LARGEST_DICTIONARY = 1 << 20;
  private static final int JUDGED_AFTER = 1 << 12;
  private static final double FALSE_POSITIVES = 0.01;
  private static final byte[] NOTHING = {};

  /// How a column is treated.
  enum Use {
    /// Texts that repeat, with bounds.
    NAMES,
    /// Texts that hardly ever repeat, with bounds and a filter to find one.
    KEYS,
    /// Texts that hardly ever repeat, with bounds.
    NUMBERS,
    /// Long texts without bounds: nobody asks for those from A to B.
    DOCUMENTS
  }

  private final Use use;
  private final TextDictionary dictionary = new TextDictionary();
  private final Slice slice = new Slice();
  private int[] ids = new int[256];
  private int values;
  private boolean plain;
  private byte[] texts = NOTHING;
  private int length;
  private int position;
  private long plainLength;
  private @Nullable Binary last;
  private int lastId;

  TextColumn(Use use) {
    this.use = use;
    clear(0);
  }

  void add(int slot, Binary value) {
    present.set(slot);
    boolean again = isLast(value);
    if (!again) {
      slice.take(value);
      last = value;
    }
    plainLength += 4L + slice.length;
    if (plain) {
      append(slice.array, slice.from, slice.length);
      values++;
      return;
    }
    if (!again) {
      lastId = dictionary.add(slice.array, slice.from, slice.from + slice.length);
    }
    if (values == ids.length) {
      ids = Arrays.copyOf(ids, values * 2);
    }
    ids[values++] = lastId;
    boolean hardlyRepeats = values == JUDGED_AFTER && dictionary.size() > JUDGED_AFTER / 4 * 3;
    if (hardlyRepeats || dictionary.length() > LARGEST_DICTIONARY) {
      turnPlain();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object again needs no second look
  private boolean isLast(Binary value) {
    return value == last;
  }

  private void turnPlain() {
    plain = true;
    for (int value = 0; value < values; value++) {
      int start = dictionary.start(ids[value]);
      append(dictionary.bytes(), start, dictionary.end(ids[value]) - start);
    }
    dictionary.clear();
  }

  private void append(byte[] from, int offset, int count) {
    int needed = Math.addExact(length, 4 + count);
    if (needed > texts.length) {
      texts = Arrays.copyOf(texts, Math.max(needed, Math.max(1 << 16, texts.length * 2)));
    }
    TextDictionary.INTS.set(texts, length, count);
    System.arraycopy(from, offset, texts, length + 4, count);
    length = needed;
  }

  @Override
  int values() {
    return values;
  }

  private int width() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, dictionary.size() - 1));
  }

  @Override
  Encoding seal() {
    if (!plain && dictionary.length() + (long) values * width() / Byte.SIZE >= plainLength) {
      turnPlain();
    }
    return plain ? Encoding.PLAIN : Encoding.RLE_DICTIONARY;
  }

  @Override
  int dictionary(PageBytes into) {
    into.write(dictionary.bytes(), 0, dictionary.length());
    return dictionary.size();
  }

  @Override
  int fitting(int from, int bytes) {
    if (!plain) {
      return Math.max(1, (int) ((long) bytes * Byte.SIZE / Math.max(1, width())));
    }
    int end = position;
    int count = 0;
    while (from + count < values && (count == 0 || end - position < bytes)) {
      end += 4 + (int) TextDictionary.INTS.get(texts, end);
      count++;
    }
    return count;
  }

  @Override
  void encode(int from, int to, PageBytes into) {
    if (!plain) {
      into.write(width());
      RunEncoder runs = into.runs(width());
      for (int value = from; value < to; value++) {
        runs.add(ids[value]);
      }
      runs.finish();
      return;
    }
    int start = position;
    for (int value = from; value < to; value++) {
      position += 4 + (int) TextDictionary.INTS.get(texts, position);
    }
    into.write(texts, start, position - start);
  }

  @Override
  boolean widen(int from, int to, Statistics<?> statistics) {
    if (use == Use.DOCUMENTS) {
      return from == to;
    }
    if (from < to) {
      Bounds bounds = plain ? plainBounds(to - from) : dictionaryBounds(from, to);
      byte[] array = plain ? texts : dictionary.bytes();
      statistics.updateStats(copy(array, bounds.lowFrom, bounds.lowTo));
      statistics.updateStats(copy(array, bounds.highFrom, bounds.highTo));
    }
    return true;
  }

  private static Binary copy(byte[] array, int from, int to) {
    return Binary.fromConstantByteArray(Arrays.copyOfRange(array, from, to));
  }

  private Bounds plainBounds(int count) {
    Bounds bounds = new Bounds(texts);
    int at = position;
    for (int value = 0; value < count; value++) {
      int to = at + 4 + (int) TextDictionary.INTS.get(texts, at);
      bounds.widen(at + 4, to);
      at = to;
    }
    return bounds;
  }

  private Bounds dictionaryBounds(int from, int to) {
    Bounds bounds = new Bounds(dictionary.bytes());
    if (from == 0 && to == values) {
      for (int id = 0; id < dictionary.size(); id++) {
        bounds.widen(dictionary.start(id), dictionary.end(id));
      }
      return bounds;
    }
    boolean[] seen = new boolean[dictionary.size()];
    for (int value = from; value < to; value++) {
      if (!seen[ids[value]]) {
        seen[ids[value]] = true;
        bounds.widen(dictionary.start(ids[value]), dictionary.end(ids[value]));
      }
    }
    return bounds;
  }

  @Override
  @Nullable BloomFilter filter() {
    if (use != Use.KEYS || values == 0) {
      return null;
    }
    int bits = BlockSplitBloomFilter.optimalNumOfBits(values, FALSE_POSITIVES);
    BlockSplitBloomFilter filter = new BlockSplitBloomFilter(bits / Byte.SIZE);
    if (!plain) {
      for (int id = 0; id < dictionary.size(); id++) {
        insert(filter, dictionary.bytes(), dictionary.start(id), dictionary.end(id));
      }
      return filter;
    }
    int at = 0;
    for (int value = 0; value < values; value++) {
      int to = at + 4 + (int) TextDictionary.INTS.get(texts, at);
      insert(filter, texts, at + 4, to);
      at = to;
    }
    return filter;
  }

  private static void insert(BloomFilter filter, byte[] bytes, int from, int to) {
    filter.insertHash(filter.hash(Binary.fromConstantByteArray(bytes, from, to - from)));
  }

  @Override
  long bytes() {
    return plain ? length : dictionary.length() + 4L * values;
  }

  @Override
  void clear(int slots) {
    super.clear(slots);
    dictionary.clear();
    values = 0;
    length = 0;
    position = 0;
    plainLength = 0;
    slice.array = NOTHING; // it would keep a whole log file
    last = null;
    plain = use == Use.KEYS || use == Use.NUMBERS;
  }

  /// Least and greatest of some texts in the order of their bytes, unsigned.
  private static final class Bounds {
    private final byte[] array;
    private int lowFrom = -1;
    private int lowTo;
    private int highFrom;
    private int highTo;

    Bounds(byte[] array) {
      this.array = array;
    }

    void widen(int from, int to) {
      boolean first = lowFrom < 0;
      if (first || Arrays.compareUnsigned(array, from, to, array, lowFrom, lowTo) < 0) {
        lowFrom = from;
        lowTo = to;
      }
      if (first || Arrays.compareUnsigned(array, from, to, array, highFrom, highTo) > 0) {
        highFrom = from;
        highTo = to;
      }
    }
  }

  /// A [Binary]'s own array without a copy: it tells it to streams only.
  private static final class Slice extends OutputStream {
    private byte[] array = NOTHING;
    private int from;
    private int length;

    void take(Binary value) {
      try {
        length = 0;
        value.writeTo(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      array = bytes;
      from = offset;
      length = count;
    }

    @Override
    public void write(int value) {
      throw new IllegalStateException("a binary is written as a whole");
    }
  }
}
