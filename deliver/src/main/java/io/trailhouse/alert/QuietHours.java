package io.trailhouse.alert;

import io.trailhouse.finding.Level;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hours of each day in which only what is urgent wakes people.
///
/// @param to when it is before `from`, the hours go over midnight
/// @param breakThrough the least level that is sent nevertheless
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone, Level breakThrough) {
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours that begin when they end have no length");
    }
  }

  /// When the quiet hours that a moment lies in are over; null when it lies in none.
  ///
  /// A clock that is put forward over one of the ends moves it to the change; an hour that comes
  /// twice is quiet both times where it is quiet at all.
  public @Nullable Instant endAround(Instant moment) {
    LocalDate today = moment.atZone(zone).toLocalDate();
    for (LocalDate day : List.of(today.minusDays(1), today)) {
      Instant begin = at(day.atTime(from), true);
      LocalDate lastDay = to.isAfter(from) ? day : day.plusDays(1);
      Instant end = at(lastDay.atTime(to), false);
      if (!moment.isBefore(begin) && moment.isBefore(end)) {
        return end;
      }
    }
    return null;
  }

  private Instant at(LocalDateTime local, boolean earliest) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return change.getInstant();
    }
    ZoneOffset offset = earliest ? change.getOffsetBefore() : change.getOffsetAfter();
    return local.toInstant(offset);
  }
}
