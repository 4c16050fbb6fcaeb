package io.trailhouse.integrity;

import io.trailhouse.problem.FileReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Checks one digest file, or one log file that a digest lists.
final class DigestCheck {
  private static final String SIGNATURE = "signature";
  private static final String ALGORITHM = "signature-algorithm";
  private static final String LOGS = "AWSLogs/";
  private static final Duration KEYS_AFTER = Duration.ofHours(2);

  private final TrailStore store;
  private final PublicKeys keys;
  private final TrailVerification.Span span;

  DigestCheck(TrailStore store, PublicKeys keys, TrailVerification.Span span) {
    this.store = store;
    this.keys = keys;
    this.span = span;
  }

  /// @param digest what it says, when that can be relied on; null otherwise
  record Checked(Check check, @Nullable DigestFile digest) {}

  static DigestName named(String key) {
    DigestName name = DigestName.of(key);
    return name == null ? new DigestName("", "", "", "", "", Instant.EPOCH, false) : name;
  }

  static Instant end(String key) {
    return named(key).end();
  }

  static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /// The key under which a store has an object: in a copy only what begins with `AWSLogs/` is sure.
  String local(String object) {
    int logs = object.indexOf(LOGS);
    return store.bucket() != null || logs < 0 ? object : object.substring(logs);
  }

  /// Checks a digest file.
  ///
  /// @param next null when the one that came next cannot be relied on, or there is none
  Checked check(
      DigestName.Chain chain, @Nullable String bucket, String key, @Nullable DigestFile next)
      throws IOException {
    try (TrailStore.Stored stored = store.open(bucket, key)) {
      if (stored == null) {
        return failed(chain, bucket, key, Verdict.NOT_FOUND, "");
      }
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      DigestFile digest;
      Unpacked unpacked;
      try {
        unpacked = Unpacked.digest(stored.bytes(), store.bucket() == null, content);
        digest = DigestFile.read(content.toByteArray());
      } catch (IOException e) {
        return failed(chain, bucket, key, Verdict.INVALID_FORMAT, FileReason.of(e));
      }
      Signed signed = new Signed(digest, unpacked.sha256(), signature(stored, bucket, next));
      Verdict verdict =
          isMoved(bucket, key, digest) ? Verdict.MOVED : verdict(chain, signed, bucket == null);
      if (verdict == Verdict.VALID && next != null) {
        verdict = fits(next, signed);
      }
      String detail = detail(verdict, digest, stored);
      // a copy is followed where nothing is known to be wrong; its log files are checked at least
      boolean usable = verdict == Verdict.VALID || (bucket == null && verdict.isUnknown());
      return usable
          ? new Checked(check(chain, bucket, key, verdict, detail), digest)
          : failed(chain, bucket, key, verdict, detail);
    }
  }

  private static String detail(Verdict verdict, DigestFile digest, TrailStore.Stored stored) {
    if (verdict == Verdict.SIGNATURE_ABSENT && stored.problem() != null) {
      return stored.problem();
    }
    return verdict == Verdict.KEY_UNKNOWN ? digest.fingerprint() : "";
  }

  static boolean isSigned(Map<String, String> metadata) {
    return metadata.containsKey(SIGNATURE) && metadata.containsKey(ALGORITHM);
  }

  /// A digest with what proves it.
  private record Signed(DigestFile digest, String sha256, @Nullable Signature signature) {}

  private record Signature(String hex, String algorithm) {}

  private static @Nullable Signature signature(
      TrailStore.Stored stored, @Nullable String bucket, @Nullable DigestFile next) {
    String hex = stored.metadata().get(SIGNATURE);
    String algorithm = stored.metadata().get(ALGORITHM);
    if (hex != null && algorithm != null) {
      return new Signature(hex, algorithm);
    }
    String ofNext = next == null || bucket != null ? null : next.previousSignature();
    return ofNext == null ? null : new Signature(ofNext, DigestSignature.ALGORITHM);
  }

  private boolean isMoved(@Nullable String bucket, String key, DigestFile digest) {
    boolean samePlace = bucket == null || bucket.equals(digest.bucket());
    return !samePlace || !local(digest.object()).equals(key);
  }

  private Verdict verdict(DigestName.Chain chain, Signed signed, boolean copy) throws IOException {
    Signature signature = signed.signature();
    if (signature == null) {
      return copy ? Verdict.SIGNATURE_ABSENT : Verdict.SIGNATURE_FAILED;
    }
    if (!signature.algorithm().equals(DigestSignature.ALGORITHM)) {
      return Verdict.WRONG_ALGORITHM;
    }
    Instant end = time(signed.digest().end());
    Instant from = end.isBefore(span.start()) ? end : span.start();
    byte[] der =
        keys.find(signed.digest().fingerprint(), chain.region(), from, end.plus(KEYS_AFTER));
    if (der == null) {
      return Verdict.KEY_UNKNOWN;
    }
    String text = DigestSignature.text(signed.digest(), signed.sha256());
    return DigestSignature.check(der, text, signature.hex());
  }

  private static Verdict fits(DigestFile next, Signed signed) {
    if (next.previousHash() != null && !next.previousHash().equalsIgnoreCase(signed.sha256())) {
      return Verdict.OTHER_HASH_IN_NEXT;
    }
    String hex = signed.signature() == null ? null : signed.signature().hex();
    return next.previousSignature() == null || next.previousSignature().equalsIgnoreCase(hex)
        ? Verdict.VALID
        : Verdict.OTHER_SIGNATURE_IN_NEXT;
  }

  /// Checks a log file that a digest lists.
  Check check(DigestName.Chain chain, DigestFile.Listed listed) throws IOException {
    String bucket = store.bucket() == null ? null : listed.bucket();
    String key = local(listed.object());
    try (TrailStore.Stored stored = store.open(bucket, key)) {
      Verdict verdict = Verdict.NOT_FOUND;
      String detail = "";
      try {
        verdict = stored == null ? verdict : verdict(stored, listed);
      } catch (IOException e) {
        verdict = Verdict.INVALID_FORMAT;
        detail = FileReason.of(e);
      }
      return new Check(
          Check.Subject.LOG_FILE, bucket, key, verdict, detail, chain.region(), chain.home());
    }
  }

  private Verdict verdict(TrailStore.Stored stored, DigestFile.Listed listed) throws IOException {
    String algorithm = Objects.requireNonNullElse(listed.hashAlgorithm(), "SHA-256");
    if (!algorithm.equals("SHA-256")) {
      return Verdict.WRONG_ALGORITHM;
    }
    Unpacked unpacked = Unpacked.of(stored.bytes(), store.bucket() == null);
    if (unpacked.trailing()) {
      return Verdict.TRAILING_DATA;
    }
    String hash = listed.hash().toLowerCase(Locale.ROOT);
    return unpacked.sha256().equals(hash) ? Verdict.VALID : Verdict.HASH_DIFFERS;
  }

  private static Checked failed(
      DigestName.Chain chain, @Nullable String bucket, String key, Verdict verdict, String detail) {
    return new Checked(check(chain, bucket, key, verdict, detail), null);
  }

  private static Check check(
      DigestName.Chain chain, @Nullable String bucket, String key, Verdict verdict, String detail) {
    return new Check(
        chain.backfill() ? Check.Subject.BACKFILL_DIGEST : Check.Subject.DIGEST,
        bucket,
        key,
        verdict,
        detail,
        chain.region(),
        chain.home());
  }
}
