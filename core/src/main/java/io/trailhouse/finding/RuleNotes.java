package io.trailhouse.finding;

import java.util.List;

/// What a rule says of itself to whoever looks at one of its findings.
///
/// @param name a short name by which commands may know it; empty without one
/// @param description why its findings matter; empty without one
/// @param next what a person does about a finding; empty without it
/// @param onlyCounts whether a finding says no more than that its events came, as the alarm of a
///   metric does
/// @param references where people can read more
/// @param tags such as `attack.t1078`
public record RuleNotes(
    String id,
    String name,
    String title,
    Level level,
    String description,
    String next,
    boolean onlyCounts,
    List<String> references,
    List<String> tags) {
  /// Of a rule that nobody knows any more.
  public static RuleNotes unknown(String id) {
    return new RuleNotes(id, "", "", Level.INFORMATIONAL, "", "", false, List.of(), List.of());
  }
}
