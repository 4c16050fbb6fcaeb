package io.trailhouse.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers whether it could be written: Java's own streams for text swallow
/// a full disk, and an answer that is not there must not end as one that is.
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private volatile @Nullable IOException problem;

  /// That of this process.
  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      problem = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      problem = e;
      throw e;
    }
  }

  /// What was in the way; null when all was written.
  @Nullable IOException problem() {
    return problem;
  }

  /// Whether its reader has gone, as `head` does once it has enough.
  static boolean isReaderGone(IOException problem) {
    return String.valueOf(problem.getMessage()).contains("Broken pipe");
  }
}
