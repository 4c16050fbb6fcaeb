package io.trailhouse.coverage;

/// What is known of one account and Region in one hour of delivery time; the worst one last.
public enum HourState {
  /// No log file came, and nothing says that one should have.
  NOTHING('.', "nothing known"),
  /// A valid digest covers the hour, and every log file it lists is here, unchanged.
  PROVEN('#', "proven complete"),
  /// The same, but nobody has checked the digest's signature.
  COMPLETE('+', "complete by digest"),
  /// Log files came, and no digest covers the hour.
  ARRIVED('-', "arrived, not proven"),
  /// What Event history has of the hour has been fetched, its management events, and no digest says
  /// that the rest is here.
  FETCHED('=', "fetched from Event history"),
  /// A digest lists a log file that is not here yet; it is young.
  LATE('~', "late"),
  /// Something that must be there is not.
  MISSING('!', "missing");

  private final char sign;
  private final String words;

  HourState(char sign, String words) {
    this.sign = sign;
    this.words = words;
  }

  /// One character for a picture.
  public char sign() {
    return sign;
  }

  /// The state for people.
  public String words() {
    return words;
  }
}
