package io.trailhouse.aws;

import io.trailhouse.source.LogFile;
import java.time.Duration;

/// Is told what a [TrailConsumer] does; called by several threads at once. Each method may be left
/// out. Nothing that is told here has to be answered: what failed is tried again by itself.
public interface ConsumerListener {
  /// A file is going to be read.
  default void began(LogFile file) {}

  /// A file was taken to its end, and its message may go.
  ///
  /// @param events how many were handed on
  default void ended(LogFile file, long events, Duration time) {}

  /// A file was not read, because it is not wanted or is stored already.
  default void skipped(LogFile file) {}

  /// A file could not be read to its end; what could be read was handed on, and it does not come
  /// again.
  default void damaged(LogFile file, String reason) {}

  /// A file could not be fetched, or its events were not taken: it comes again later.
  ///
  /// @param origin its place, such as `s3://bucket/key`
  default void failed(String origin, Exception problem) {}

  /// A file could not be fetched so often that its message was deleted.
  default void gaveUp(LogFile file, String reason) {}

  /// A message, or an object that it announced, is not about log files.
  default void leftAlone(String place) {}
}
