package io.trailhouse.coverage;

import io.trailhouse.integrity.DigestFile;
import io.trailhouse.integrity.DigestName;
import io.trailhouse.integrity.Verdict;
import java.time.DateTimeException;
import java.time.Instant;

/// A digest file that was collected.
///
/// @param proof [Verdict#SIGNATURE_ABSENT] as long as nobody has checked
record CollectedDigest(DigestName name, DigestFile digest, Verdict proof) {
  Instant start() {
    String start = digest.start();
    try {
      return start == null ? name.end() : Instant.parse(start);
    } catch (DateTimeException e) {
      return name.end();
    }
  }

  Instant end() {
    return name.end();
  }

  LaneName lane() {
    return new LaneName(name.account(), name.region());
  }
}
