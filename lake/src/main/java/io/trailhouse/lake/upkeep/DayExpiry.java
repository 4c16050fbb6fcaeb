package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.row.EventClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which events of one UTC day have expired, and which of them are held nevertheless.
///
/// Two that are equal say the same of every row, so what one has found out about a file holds for
/// the other.
///
/// @param usual classes that have expired in accounts without times of their own
/// @param ofAccounts classes that have expired in the other accounts
/// @param holds those whose span has a moment of the day
public record DayExpiry(
    Set<EventClass> usual, Map<String, Set<EventClass>> ofAccounts, List<LegalHold> holds) {
  /// Everything is kept.
  public static final DayExpiry NOTHING = new DayExpiry(Set.of(), Map.of(), List.of());

  /// Accounts whose classes are the usual ones need not be told from the rest.
  public DayExpiry {
    usual = Set.copyOf(usual);
    Map<String, Set<EventClass>> own = new TreeMap<>();
    for (Map.Entry<String, Set<EventClass>> each : ofAccounts.entrySet()) {
      if (!each.getValue().equals(usual)) {
        own.put(each.getKey(), Set.copyOf(each.getValue()));
      }
    }
    ofAccounts = Map.copyOf(own);
    holds = List.copyOf(holds);
  }

  /// Whether nothing of the day has expired in any account.
  public boolean isNothing() {
    return usual.isEmpty() && ofAccounts.values().stream().allMatch(Set::isEmpty);
  }
}
