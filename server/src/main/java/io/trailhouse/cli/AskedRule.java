package io.trailhouse.cli;

import io.trailhouse.finding.Level;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.platform.NamedRules;
import io.trailhouse.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/// A rule of any kind whose findings are shown.
///
/// @param file where it stands
/// @param alerts whether its findings are told, not only counted by a correlation
record AskedRule(String id, String title, Level level, String file, boolean alerts) {
  /// All of them: Sigma's, then those that remember.
  static List<AskedRule> all(NamedRules named) {
    List<AskedRule> all = new ArrayList<>();
    for (Rule rule : named.sigma().rules()) {
      all.add(
          new AskedRule(
              rule.id(), rule.title(), rule.level(), rule.origin().file(), rule.alerts()));
    }
    for (NamedRules.Placed each : named.watches()) {
      RuleNotes notes = each.spec().notes();
      all.add(new AskedRule(notes.id(), notes.title(), notes.level(), each.file(), true));
    }
    return all;
  }
}
