package io.trailhouse.source;

import java.io.IOException;
import java.io.InputStream;

/// One log file on loan from its source. It stays available until it is released, so it can be read
/// again when a commit has to be repeated or the file has to be put into quarantine.
public interface Delivery {
  LogFile file();

  /// The bytes as stored, from the start. Each call opens anew; the caller closes.
  ///
  /// @throws IOException when the file cannot be opened; its message is for people
  InputStream open() throws IOException;

  /// The events are safe: the source may forget the file. Called once, by any thread.
  void release();
}
