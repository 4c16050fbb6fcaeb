package io.trailhouse.destination;

import org.jspecify.annotations.Nullable;

/// A destination did not take what it was given.
public final class NotDelivered extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public NotDelivered(Failure failure) {
    this(failure, null);
  }

  public NotDelivered(Failure failure, @Nullable Throwable cause) {
    super(failure.reason(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }

  /// Whether the same may go through later.
  public boolean isPassing() {
    return failure.isPassing();
  }

  public String reason() {
    return failure.reason();
  }
}
