package io.trailhouse.bench;

import io.trailhouse.event.EventBatch;
import io.trailhouse.match.Predicate;
import io.trailhouse.rule.BuiltinRules;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleLogic;
import io.trailhouse.rule.RulePlaces;
import io.trailhouse.rule.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Six hundred Sigma rules over records in memory: two public collections whole, and of the rules
/// that come with the program as many as are missing.
public final class RulePasses {
  private static final int RULES = 600;

  private RulePasses() {}

  /// Runs the passes that the arguments name.
  ///
  /// @param arguments number of log files, of rounds, and the folder of the collections
  public static void main(String[] arguments) throws Exception {
    MatchData data = MatchData.sample(Integer.parseInt(arguments[0]));
    List<Rule> rules = rules(Path.of(arguments[2]));
    List<Predicate> conditions = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.logic() instanceof RuleLogic.OneEvent one) {
        conditions.add(one.predicate());
      }
    }
    Matching matching = new Matching(data, conditions);
    Rounds rounds = new Rounds(Integer.parseInt(arguments[1]));
    RuleSet.Scan scan = new RuleSet(rules).scan();
    Rounds.Pass matches =
        () -> {
          long found = 0;
          for (EventBatch batch : data.batches()) {
            for (int row = 0; row < batch.rows(); row++) {
              found += scan.match(batch, row);
            }
          }
          return found;
        };
    rounds.add(matching.of("Trailhouse", rules.size(), matching.matches(), matches));
    addFindings(rounds, matching, data, new RuleSet(rules));
    matching.addRuler(rounds);
    matching.addNaive(rounds);
    rounds.run();
  }

  /// With what comes of a match: findings with the record's text, and what correlations count.
  private static void addFindings(Rounds rounds, Matching matching, MatchData data, RuleSet set) {
    RuleSet.Scan scan = set.scan();
    long expected = findings(data, scan);
    rounds.add(
        matching.of(
            "Trailhouse, findings made", set.rules().size(), expected, () -> findings(data, scan)));
  }

  private static long findings(MatchData data, RuleSet.Scan scan) {
    long found = 0;
    for (EventBatch batch : data.batches()) {
      for (int row = 0; row < batch.rows(); row++) {
        found += scan.inspect(batch, row).findings().size();
      }
    }
    return found;
  }

  private static List<Rule> rules(Path folder) {
    List<Rule> rules =
        new ArrayList<>(
            RulePlaces.read(
                    List.of(
                        folder.resolve("sigmahq").toString(), folder.resolve("suzaku").toString()),
                    Map.of())
                .sound());
    for (Rule rule : RulePlaces.read(List.of(BuiltinRules.WORD), Map.of()).sound()) {
      if (rules.size() < RULES && rule.alerts() && rule.logic() instanceof RuleLogic.OneEvent) {
        rules.add(rule);
      }
    }
    return rules;
  }
}
