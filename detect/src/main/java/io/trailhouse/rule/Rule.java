package io.trailhouse.rule;

import io.trailhouse.finding.Level;
import io.trailhouse.finding.RuleNotes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A detection rule or a correlation, compiled.
///
/// All texts are the rule author's.
///
/// @param id its UUID; without one its name, without that its title. No two rules of a reading have
///   the same
/// @param description empty without one, as `next` is
/// @param next what a person does about a finding
/// @param version a SHA-256 over the content, and over the content of the filters on it
/// @param examples events with the verdict that its author expects
/// @param alerts whether its findings are for people; false of a rule that only serves a
///   correlation
public record Rule(
    String id,
    @Nullable String name,
    String title,
    Level level,
    List<String> tags,
    String description,
    List<String> falsePositives,
    List<String> references,
    String next,
    String version,
    Origin origin,
    List<RuleExample> examples,
    boolean alerts,
    RuleLogic logic) {
  /// Where it stands.
  ///
  /// @param file as it was named
  /// @param line from 1
  public record Origin(String file, int line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  Rule with(RuleLogic newLogic, String newVersion) {
    return new Rule(
        id,
        name,
        title,
        level,
        tags,
        description,
        falsePositives,
        references,
        next,
        newVersion,
        origin,
        examples,
        alerts,
        newLogic);
  }

  Rule alerting(boolean itself) {
    return new Rule(
        id,
        name,
        title,
        level,
        tags,
        description,
        falsePositives,
        references,
        next,
        version,
        origin,
        examples,
        itself,
        logic);
  }

  /// What it says of itself to whoever looks at one of its findings.
  public RuleNotes notes() {
    return new RuleNotes(
        id,
        Objects.requireNonNullElse(name, ""),
        title,
        level,
        description,
        next,
        false,
        references,
        tags);
  }
}
