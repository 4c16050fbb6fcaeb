package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.EventClass;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// How long events are kept, by class, in whole UTC days of event time. A class without an entry is
/// kept for ever.
///
/// @param days how many days each class is kept, at least 1
public record Retention(Map<EventClass, Integer> days) {
  /// Nothing is ever dropped.
  public static final Retention FOREVER = new Retention(Map.of());

  public Retention {
    days = Map.copyOf(days);
    days.forEach((named, kept) -> {
      if (kept < 1) {
        throw new IllegalArgumentException("Cannot keep " + named + " for " + kept + " days");
      }
    });
  }

  /// Reads `management=forever,data=400d,insight=400d`; classes that are not named are kept.
  ///
  /// @throws IllegalArgumentException with a message for people
  public static Retention parse(String text) {
    Map<EventClass, Integer> days = new EnumMap<>(EventClass.class);
    Set<EventClass> seen = EnumSet.noneOf(EventClass.class);
    for (String part : text.split(",", -1)) {
      String[] pair = part.strip().split("=", -1);
      if (pair.length != 2) {
        throw new IllegalArgumentException(
            "'" + part + "' is not CLASS=DAYSd, such as data=400d or management=forever");
      }
      EventClass named;
      try {
        named = EventClass.named(pair[0].strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'" + pair[0] + "' is no class; there are management, data and insight", e);
      }
      if (!seen.add(named)) {
        throw new IllegalArgumentException("'" + pair[0].strip() + "' is named twice");
      }
      String duration = pair[1].strip();
      if (duration.matches("[1-9]\\d{0,5}d")) {
        days.put(named, Integer.parseInt(duration.substring(0, duration.length() - 1)));
      } else if (!duration.equals("forever")) {
        throw new IllegalArgumentException(
            "'" + duration + "' is neither forever nor a number of days such as 400d");
      }
    }
    return new Retention(days);
  }

  /// The classes that have expired on a day.
  ///
  /// @param day days since 1970
  Set<EventClass> expired(int day, Instant now) {
    Set<EventClass> expired = EnumSet.noneOf(EventClass.class);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    days.forEach((each, kept) -> {
      if (LocalDate.ofEpochDay(day).isBefore(today.minus(Period.ofDays(kept)))) {
        expired.add(each);
      }
    });
    return expired;
  }
}
