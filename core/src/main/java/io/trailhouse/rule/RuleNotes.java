package io.trailhouse.rule;

/// What a rule says of itself to whoever looks at one of its findings.
///
/// @param name a short name by which commands may know it; empty without one
/// @param description why its findings matter; empty without one
/// @param next what a person does about a finding; empty without it
/// @param saysMore whether a finding says more than each of its events does alone, as that of a
///   correlation does; the alarm of a metric only counts them
public record RuleNotes(
    String id,
    String name,
    String title,
    Level level,
    String description,
    String next,
    boolean saysMore) {
  public static RuleNotes of(Rule rule) {
    String name = rule.name();
    return new RuleNotes(
        rule.id(),
        name == null ? "" : name,
        rule.title(),
        rule.level(),
        rule.description(),
        rule.next(),
        rule.logic() instanceof RuleLogic.Several);
  }

  /// Of a rule that nobody knows any more.
  public static RuleNotes unknown(String id) {
    return new RuleNotes(id, "", "", Level.INFORMATIONAL, "", "", true);
  }
}
