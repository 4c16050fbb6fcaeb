package io.trailhouse.source;

import io.trailhouse.event.FileFacts;
import java.time.Instant;

/// One log file as its source knows it, before anybody has read it.
///
/// @param origin where it lies: an absolute path, `archive!/entry`, or a URI; also what provenance
///   columns show
/// @param version changes when the content may have changed: size and time, or an ETag. The same
///   origin and version need not be read twice
/// @param size in bytes as stored; -1 when unknown
/// @param name what its key tells
/// @param deliveredAt the name's time, or the best the source knows
public record LogFile(
    String origin, String version, long size, LogFileName name, Instant deliveredAt) {
  /// What it tells of its records where they do not say it themselves.
  public FileFacts facts() {
    return new FileFacts(name.account(), deliveredAt);
  }
}
