package io.trailhouse.lake.parquet;

/// Parquet's hybrid of run lengths and packed bits, written straight into a page: eight or more
/// equal numbers as a run, all others packed in groups of eight.
final class RunEncoder {
  private static final int GROUP = 8;
  private static final int MOST_GROUPS = 63;

  private final PageBytes out;
  private final int[] group = new int[GROUP];
  private int width;
  private int inGroup;
  private int number;
  private int repeated;
  private int packedHeader = -1;
  private int packedGroups;

  RunEncoder(PageBytes out) {
    this.out = out;
  }

  /// Begins anew with numbers of this many bits.
  void start(int bits) {
    width = bits;
    inGroup = 0;
    repeated = 0;
    packedHeader = -1;
  }

  void add(int next) {
    if (repeated > 0 && next == number) {
      if (++repeated > GROUP) {
        return;
      }
    } else {
      if (repeated >= GROUP) {
        writeRun();
      }
      number = next;
      repeated = 1;
    }
    group[inGroup++] = next;
    if (inGroup == GROUP) {
      if (repeated >= GROUP) {
        inGroup = 0;
      } else {
        writeGroup();
      }
    }
  }

  /// The same number several times.
  void add(int next, int times) {
    int left = times;
    while (left > 0 && (repeated < GROUP || next != number)) {
      add(next);
      left--;
    }
    repeated += left;
  }

  /// Writes what is held back, and ends the numbers.
  void finish() {
    if (repeated >= GROUP) {
      writeRun();
    } else if (inGroup > 0) {
      while (inGroup < GROUP) {
        group[inGroup++] = 0;
      }
      writeGroup();
    }
    packedHeader = -1;
  }

  private void writeRun() {
    packedHeader = -1;
    int header = repeated << 1;
    while (header > 0x7F) {
      out.write((header & 0x7F) | 0x80);
      header >>>= 7;
    }
    out.write(header);
    for (int bits = 0; bits < width; bits += Byte.SIZE) {
      out.write(number >>> bits);
    }
    repeated = 0;
    inGroup = 0;
  }

  private void writeGroup() {
    if (packedHeader < 0 || packedGroups == MOST_GROUPS) {
      packedHeader = out.length();
      packedGroups = 0;
      out.write(0);
    }
    packedGroups++;
    out.set(packedHeader, (packedGroups << 1) | 1);
    long bits = 0;
    int filled = 0;
    for (int each : group) {
      bits |= (long) each << filled;
      filled += width;
      for (; filled >= Byte.SIZE; filled -= Byte.SIZE) {
        out.write((int) bits);
        bits >>>= Byte.SIZE;
      }
    }
    inGroup = 0;
    repeated = 0;
  }
}
