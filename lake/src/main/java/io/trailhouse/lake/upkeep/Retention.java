package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.row.EventClass;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How long events are kept, by class and account, in whole UTC days of event time, and what is
/// kept nevertheless. A class without an entry is kept for ever.
///
/// @param days how many days each class is kept, at least 1
/// @param accounts the same for accounts that have times of their own; a class without an entry is
///   kept for ever there too, whatever `days` says
/// @param holds what they cover stays, whatever its age
public record Retention(
    Map<EventClass, Integer> days,
    Map<String, Map<EventClass, Integer>> accounts,
    List<LegalHold> holds) {
  /// Nothing is ever dropped.
  public static final Retention FOREVER = new Retention(Map.of());

  public Retention {
    days = checked(days);
    Map<String, Map<EventClass, Integer>> own = new HashMap<>();
    accounts.forEach((account, times) -> own.put(account, checked(times)));
    accounts = Map.copyOf(own);
    holds = List.copyOf(holds);
  }

  /// The same times in every account, and no holds.
  public Retention(Map<EventClass, Integer> days) {
    this(days, Map.of(), List.of());
  }

  private static Map<EventClass, Integer> checked(Map<EventClass, Integer> days) {
    days.forEach((named, kept) -> {
      if (kept < 1) {
        throw new IllegalArgumentException("Cannot keep " + named + " for " + kept + " days");
      }
    });
    return Map.copyOf(days);
  }

  /// The same times with other holds.
  public Retention holding(List<LegalHold> others) {
    return new Retention(days, accounts, others);
  }

  /// Whether no event is ever dropped.
  boolean isForever() {
    return days.isEmpty() && accounts.values().stream().allMatch(Map::isEmpty);
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

  /// What of a day has expired by now.
  ///
  /// @param day days since 1970
  DayExpiry expiry(int day, Instant now) {
    Map<String, Set<EventClass>> ofAccounts = new HashMap<>();
    accounts.forEach((account, own) -> ofAccounts.put(account, expired(own, day, now)));
    return new DayExpiry(
        expired(days, day, now),
        ofAccounts,
        holds.stream().filter(hold -> hold.touchesDay(day)).toList());
  }

  private static Set<EventClass> expired(Map<EventClass, Integer> days, int day, Instant now) {
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
