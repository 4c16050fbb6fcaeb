package io.trailhouse.watch;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.Predicate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Finds a value that a key never had before.
///
/// @param field the field whose values are meant, where `value` is FIELD
/// @param condition which events count, for the key as for the value
/// @param learning how long a key must have been known before a value is worth a finding
/// @param forgetting after so long without it a value is new again; null for never
public record FirstSeen(
    WatchRule rule,
    Key key,
    Value value,
    @Nullable FieldPath field,
    Predicate condition,
    Duration learning,
    @Nullable Duration forgetting)
    implements WatchSpec {
  /// For whom a value is new.
  public enum Key {
    /// The ARN of who acted, of an assumed role without its session.
    PRINCIPAL,
    /// The role behind a session; events of others do not count.
    ROLE,
    ACCOUNT,
    /// All events together.
    ORGANIZATION
  }

  /// What is new.
  public enum Value {
    /// sourceIPAddress where it is an address.
    IP,
    COUNTRY,
    /// The autonomous system of the address.
    ASN,
    /// The product that the user agent names, without versions.
    USER_AGENT,
    REGION,
    /// eventSource:eventName.
    API,
    /// Each value of a field.
    FIELD
  }

  @Override
  public boolean needsPlaces() {
    return value == Value.COUNTRY || value == Value.ASN;
  }

  @Override
  public StatefulRule watch(IpPlaces places) {
    return new FirstSeenWatch(this, places);
  }
}
