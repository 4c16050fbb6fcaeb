package io.trailhouse.lake.upkeep;

import io.trailhouse.event.EventIdentity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events that retention must not take away, whatever their age. What is said must all be so of an
/// event; what is not said is not asked.
///
/// @param name what people call it
/// @param accounts of 12 digits; empty for all
/// @param from the first event time that is covered; null for all that came before
/// @param until the first event time that is not covered any more; null for all that comes
/// @param principals ARNs or principal ids of who acted, or of the role that they had taken; empty
///   for all. The sessions of a role's ARN are added to them
public record LegalHold(
    String name,
    Set<String> accounts,
    @Nullable Instant from,
    @Nullable Instant until,
    Set<String> principals) {
  public LegalHold {
    accounts = Set.copyOf(accounts);
    principals = withSessions(principals);
  }

  /// A session that names no issuer tells its role's name, and not its path.
  private static Set<String> withSessions(Set<String> principals) {
    Set<String> all = new HashSet<>(principals);
    principals.forEach(each -> all.add(EventIdentity.sessionsOf(each)));
    all.remove("");
    return Set.copyOf(all);
  }

  /// Whether its span and a span of event times have a moment in common.
  ///
  /// @param first and `last`: both in the span, microseconds since 1970
  public boolean touches(long first, long last) {
    return firstMicros() <= last && first < endMicros();
  }

  /// Whether its span covers a whole span of event times.
  ///
  /// @param first and `last`: both in the span, microseconds since 1970
  public boolean spans(long first, long last) {
    return firstMicros() <= first && last < endMicros();
  }

  /// Whether its span has a moment of a day.
  ///
  /// @param day days since 1970
  public boolean touchesDay(int day) {
    Instant start = LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    return touches(micros(start), micros(start.plus(1, ChronoUnit.DAYS)) - 1);
  }

  private long firstMicros() {
    return from == null ? Long.MIN_VALUE : micros(from);
  }

  private long endMicros() {
    return until == null ? Long.MAX_VALUE : micros(until);
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }
}
