package io.trailhouse.coverage;

import io.trailhouse.integrity.DigestFile;
import io.trailhouse.integrity.DigestName;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.source.LogFileName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A digest file that was collected.
///
/// @param digest what it says; null when that cannot be read
/// @param proof [Verdict#SIGNATURE_ABSENT] as long as nobody has checked
record CollectedDigest(DigestName name, @Nullable DigestFile digest, Verdict proof) {
  /// A digest covers so much, nearly always; of one that cannot be read nobody knows.
  private static final Duration USUAL = Duration.ofHours(1);

  Instant start() {
    if (digest == null) {
      return name.end().minus(USUAL);
    }
    String start = digest.start();
    return start == null ? name.end() : Instant.parse(start);
  }

  Instant end() {
    return name.end();
  }

  List<DigestFile.Listed> listed() {
    return digest == null ? List.of() : digest.logFiles();
  }

  /// When a log file that it lists was delivered.
  Instant deliveredAt(DigestFile.Listed file) {
    Instant named = LogFileName.of(Collected.key(file.object())).deliveredAt();
    return named == null ? end().minusSeconds(1) : named;
  }

  /// The first moment of which it says anything.
  Instant first() {
    Instant first = start().isBefore(end()) ? start() : end().minusSeconds(1);
    for (DigestFile.Listed file : listed()) {
      Instant delivered = deliveredAt(file);
      first = delivered.isBefore(first) ? delivered : first;
    }
    return first;
  }

  AccountRegion accountRegion() {
    return new AccountRegion(name.account(), name.region());
  }
}
