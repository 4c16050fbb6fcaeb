package io.trailhouse.login;

/// What somebody may do, each with all that those before it may.
public enum Role {
  /// Asks.
  READ,
  /// Changes findings, suppressions, saved queries and dashboards.
  ANALYST,
  /// Whoever may read the home folder itself.
  ADMIN;

  public boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }
}
