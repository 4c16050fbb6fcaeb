package io.trailhouse.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One log file on loan from its source. It stays available until it is released, so it can be read
/// again when a commit has to be repeated or the file has to be put into quarantine.
public interface SourceFile {
  LogFile file();

  /// The bytes as stored, from the start. Each call opens anew; the caller closes.
  ///
  /// @throws IOException when the file cannot be opened; its message is for people
  InputStream open() throws IOException;

  /// The events are safe: the source may forget the file. Called once, by any thread.
  void ack();

  /// The file cannot be read now; the source decides whether it comes again. Called instead of
  /// [#ack], once, by any thread.
  ///
  /// @param reason for people
  default void nack(String reason) {
    ack();
  }

  /// How many bytes the file takes where it is stored, when [#open] gives it unpacked already; -1
  /// when it gives what is stored.
  default long storedSize() {
    return -1;
  }

  /// What holds this file, when that is what should be kept if this file unpacks to too much or if
  /// its bytes are damaged in it; null for a file that stands by itself.
  default @Nullable Holder holder() {
    return null;
  }

  /// An archive around a log file.
  ///
  /// @param archive where it lies
  /// @param entry the log file's name in it; empty when the archive itself is what is wrong
  /// @param most with more bytes than these the archive is kept instead of the log file
  record Holder(Path archive, String entry, long most) {}

  /// What the store keeps beside the bytes: an object's user metadata, with lower-case names.
  default Map<String, String> metadata() {
    return Map.of();
  }
}
