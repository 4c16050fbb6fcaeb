package io.trailhouse.source;

import java.io.IOException;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/// The entries of a tar up to its end mark, which is all it reads; the library's reader takes a cut
/// archive for one that ends, and does not look at the check sums of the heads.
final class TarMembers extends TarArchiveInputStream {
  private boolean ended;

  TarMembers(TarText text) {
    super(text, TarText.BLOCK, TarText.BLOCK);
  }

  /// Whether the mark of a tar's end was seen: a block of zeros.
  boolean isEnded() {
    return ended;
  }

  @Override
  protected byte @Nullable [] readRecord() throws IOException {
    byte[] record = super.readRecord();
    if (record != null && !ended && !isZero(record) && !isHead(record)) {
      throw new ZipException("the head's check sum does not fit");
    }
    return record;
  }

  @Override
  protected boolean isEOFRecord(byte @Nullable [] record) {
    ended |= record != null && isZero(record);
    return super.isEOFRecord(record);
  }

  /// Whether a block is the head of an entry: its check sum fits.
  static boolean isHead(byte[] block) {
    try {
      return block.length == TarText.BLOCK && !isZero(block) && TarUtils.verifyCheckSum(block);
    } catch (IllegalArgumentException e) { // no number stands where the sum should
      return false;
    }
  }

  static boolean isZero(byte[] record) {
    for (byte each : record) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
