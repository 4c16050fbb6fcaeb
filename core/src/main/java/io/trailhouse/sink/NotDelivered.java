package io.trailhouse.sink;

/// A destination did not take what it was given.
public final class NotDelivered extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /// @param reason for people, without secrets
  /// @param passing whether the same may go through later: the destination is down, full or slow;
  ///   false when it will never be taken as it is
  public NotDelivered(String reason, boolean passing, Throwable cause) {
    super(reason, cause);
    this.passing = passing;
  }

  public NotDelivered(String reason, boolean passing) {
    super(reason);
    this.passing = passing;
  }

  public boolean isPassing() {
    return passing;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
