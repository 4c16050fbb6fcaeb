package io.trailhouse.rule;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the examples that stand in rules. Each example meets its rule alone, with the rules that a
/// correlation counts.
public final class ExampleCheck {
  private final RuleSet set;

  public ExampleCheck(List<Rule> rules) {
    this.set = new RuleSet(rules);
  }

  /// How one example went.
  ///
  /// @param problem why it failed; null when it did not
  public record Outcome(Rule rule, RuleExample example, @Nullable String problem) {}

  /// Every example of every rule, in order.
  public List<Outcome> run() {
    List<Outcome> outcomes = new ArrayList<>();
    for (Rule rule : set.rules()) {
      for (RuleExample example : rule.examples()) {
        outcomes.add(new Outcome(rule, example, problem(rule, example)));
      }
    }
    return outcomes;
  }

  private @Nullable String problem(Rule rule, RuleExample example) {
    List<EventBatch> batches = new ArrayList<>();
    for (String json : example.events()) {
      int before = rows(batches);
      String problem = read(json, batches);
      if (problem != null) {
        return problem;
      }
      if (rows(batches) != before + 1) {
        return "an event of it is not one CloudTrail record: it needs two of eventName,"
            + " eventSource, eventTime, eventID, awsRegion and their like";
      }
    }
    return rule.logic() instanceof RuleLogic.OneEvent
        ? ofSingle(rule, example, batches)
        : ofSeveral(rule, example, batches);
  }

  private static int rows(List<EventBatch> batches) {
    return batches.stream().mapToInt(EventBatch::rows).sum();
  }

  private static @Nullable String read(String json, List<EventBatch> batches) {
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      ReadReport report = new EventReader().read(new ByteArrayInputStream(bytes), batches::add);
      return report.problems().isEmpty() ? null : report.problems().get(0).problem();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of several events each must get the verdict.
  private @Nullable String ofSingle(Rule rule, RuleExample example, List<EventBatch> batches) {
    RuleSet.Scan scan = set.scan();
    int number = 0;
    for (EventBatch batch : batches) {
      for (int row = 0; row < batch.rows(); row++) {
        number++;
        int count = scan.match(batch, row);
        boolean hit = false;
        for (int i = 0; i < count; i++) {
          hit |= scan.hit(i).id().equals(rule.id());
        }
        if (hit != example.match()) {
          String which = example.events().size() == 1 ? "the event" : "event " + number;
          return hit ? which + " matches and should not" : which + " does not match and should";
        }
      }
    }
    return null;
  }

  private @Nullable String ofSeveral(Rule rule, RuleExample example, List<EventBatch> batches) {
    RuleSet.Scan scan = set.scan();
    CorrelationEngine engine = CorrelationEngine.loud(set);
    for (EventBatch batch : batches) {
      for (int row = 0; row < batch.rows(); row++) {
        scan.inspect(batch, row).matched().forEach(engine::add);
      }
    }
    boolean found =
        engine.settleAll().stream().anyMatch(finding -> finding.ruleId().equals(rule.id()));
    if (found == example.match()) {
      return null;
    }
    if (scan.untimed() > 0) {
      return "an event of it has no eventTime, and a correlation needs one";
    }
    return found ? "the events are found and should not" : "the events are not found and should";
  }
}
