package io.trailhouse.destination;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where log files are written: a folder, a bucket. Keys have `/` between their parts. For any
/// number of threads.
public interface TrailFiles {
  /// The keys that begin with a text, which has the whole folder and the begin of a name.
  List<String> named(String begin) throws IOException;

  /// The bytes of a file; null when there is none. The caller closes.
  @Nullable InputStream open(String key) throws IOException;

  /// Writes a file; it appears under its key whole or not at all.
  void write(String key, byte[] content) throws IOException;
}
