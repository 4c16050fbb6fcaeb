package io.trailhouse.coverage;

/// What digests say of one log file.
public enum Listing {
  LISTED(
      "a digest lists this log file with this content; whether the digest itself is genuine is"
          + " checked by `trailhouse coverage --prove`"),
  CHANGED("a digest lists this log file with another content"),
  NOT_LISTED("it arrived; no digest that was collected lists it"),
  UNKNOWN("not looked up: the ledger does not tell enough, or there are very many digests");

  private final String words;

  Listing(String words) {
    this.words = words;
  }

  /// For people.
  public String words() {
    return words;
  }
}
