package io.trailhouse.aws;

import io.trailhouse.quantity.S3Place;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A log file in a bucket as a listing or a message tells of it.
///
/// @param otherKey to try when there is no object under the key, because the message may have had
///   it encoded; null when the key is sure
/// @param etag without its quotes; null when unknown
/// @param size in bytes as stored; -1 when unknown
/// @param written when the object was, as far as is known
record ObjectAt(
    String bucket,
    String key,
    @Nullable String otherKey,
    @Nullable String etag,
    long size,
    @Nullable Instant written) {
  String origin() {
    return S3Place.text(bucket, key);
  }

  /// Whether the key is that of a file that a trail delivers, digest files included.
  boolean isLogFile() {
    return isLogFile(key);
  }

  static boolean isLogFile(String key) {
    return LogFileName.of(key).account() != null
        && (key.endsWith(".json.gz") || key.endsWith(".json"));
  }

  /// The log file, once its ETag is known.
  LogFile file(String version, long bytes, Instant fallback) {
    LogFileName name = LogFileName.of(key);
    Instant delivered = name.deliveredAt() != null ? name.deliveredAt() : written;
    return new LogFile(origin(), version, bytes, name, delivered == null ? fallback : delivered);
  }

  ObjectAt under(String real) {
    return new ObjectAt(bucket, real, null, etag, size, written);
  }
}
