package io.trailhouse.aws;

import java.io.IOException;

/// Why an object could not be fetched, after the SDK's own retries.
public final class FetchFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /// What to expect of another try.
  public enum Kind {
    /// There is no such object.
    MISSING,
    /// The caller may not read it; somebody has to change a policy first.
    REFUSED,
    /// Network, throttling, a fault of the service: it may work next time.
    PASSING
  }

  private final Kind kind;

  FetchFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
