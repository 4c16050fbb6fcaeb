package io.trailhouse.integrity;

/// What became of the check of one file. The first ones are those of the AWS CLI's `validate-logs`,
/// with its words; the others it does not look for.
public enum Verdict {
  VALID("valid"),
  NOT_FOUND("not found"),
  INVALID_FORMAT("invalid format"),
  SIGNATURE_FAILED("signature verification failed"),
  MOVED("has been moved from its original location"),
  KEY_UNKNOWN("public key not found"),
  KEY_UNUSABLE("Unable to load PKCS #1 key"),
  HASH_DIFFERS("hash value doesn't match"),
  TRAILING_DATA("unexpected data after end of compressed stream"),

  /// The next digest names another hash for it.
  OTHER_HASH_IN_NEXT("the next digest names another hash of it"),
  /// The next digest names another signature for it.
  OTHER_SIGNATURE_IN_NEXT("the next digest names another signature of it"),
  /// An algorithm that CloudTrail does not use.
  WRONG_ALGORITHM("names an algorithm that CloudTrail does not use"),
  /// Its signature is metadata of the object, which a plain copy does not have, and no later digest
  /// holds it.
  SIGNATURE_ABSENT("its signature is not in this copy"),
  /// No digest covers a span of time.
  GAP("no digest covers this time"),
  /// A log file that no digest lists.
  UNLISTED("no digest lists it"),
  /// Digests end earlier than they should.
  NEWEST_MISSING("no digest came after it");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /// The verdict for people.
  public String words() {
    return words;
  }

  /// Whether it says that something is wrong, not only that it cannot be known.
  public boolean isWrong() {
    return this != VALID && !isUnknown();
  }

  /// Whether nothing can be said, for want of a key or a signature.
  public boolean isUnknown() {
    return this == KEY_UNKNOWN || this == SIGNATURE_ABSENT;
  }
}
