package io.trailhouse.integrity;

import org.jspecify.annotations.Nullable;

/// One result of a verification.
///
/// @param bucket where it is, or should be; null in a copy that tells no bucket
/// @param key of the object; for a [Verdict#GAP] the digest before which it is
/// @param detail more for people: a fingerprint, a span of time; empty when there is none
/// @param region the Region whose files they are
/// @param home the trail's home Region
public record Check(
    Subject subject,
    @Nullable String bucket,
    String key,
    Verdict verdict,
    String detail,
    String region,
    String home) {
  /// What was checked.
  public enum Subject {
    DIGEST,
    BACKFILL_DIGEST,
    LOG_FILE
  }
}
