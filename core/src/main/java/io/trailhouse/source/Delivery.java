package io.trailhouse.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

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

  /// The file cannot be read now; the source decides whether it comes again. Called instead of
  /// [#release], once, by any thread.
  ///
  /// @param reason for people
  default void giveBack(String reason) {
    release();
  }

  /// What the store keeps beside the bytes: an object's user metadata, with lower-case names.
  default Map<String, String> metadata() {
    return Map.of();
  }
}
