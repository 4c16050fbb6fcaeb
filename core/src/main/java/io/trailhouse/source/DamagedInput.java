package io.trailhouse.source;

import io.trailhouse.event.DamagedBytesException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of a stream whose further bytes are damaged.
final class DamagedInput extends InputStream {
  private final String problem;

  private DamagedInput(String problem) {
    this.problem = problem;
  }

  /// Nothing but damage.
  static InputStream of(String problem) {
    return new DamagedInput(problem);
  }

  /// Some bytes, and damage behind them.
  ///
  /// @param problem null when nothing is damaged
  static InputStream after(InputStream first, byte[] then, @Nullable String problem) {
    InputStream last = problem == null ? InputStream.nullInputStream() : of(problem);
    List<InputStream> all = List.of(first, new ByteArrayInputStream(then), last);
    return new SequenceInputStream(Collections.enumeration(all));
  }

  @Override
  public int read() throws IOException {
    throw new DamagedBytesException(problem);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    throw new DamagedBytesException(problem);
  }
}
