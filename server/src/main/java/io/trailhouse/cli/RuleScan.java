package io.trailhouse.cli;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.platform.EventsOver;
import io.trailhouse.rule.CorrelationEngine;
import io.trailhouse.rule.Finding;
import io.trailhouse.rule.MatchedEvent;
import io.trailhouse.rule.Rule;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.source.Delivery;
import io.trailhouse.source.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks rules about each record of the log files that a source lends, or of the table, and keeps
/// nothing of them but where the matches stand. For one thread.
final class RuleScan implements Source.Taker {
  private static final int MOST_RECORDS = 2_000;
  private static final int MOST_BYTES = 2 << 20;

/// Asks rules about records, and keeps nothing of them but where the matches stand. For one thread.
final class RuleScan implements EventsOver.Taker {
  private final CorrelationEngine engine;
  private final RuleSet.Scan scan;
  private final Map<String, RuleHits> byRule = new LinkedHashMap<>();
  private final Map<String, RuleHits.Hit> places = new HashMap<>();
  private final List<String> troubles = new ArrayList<>();
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
  private final List<String> objects = new ArrayList<>();
  private long files;
  private long events;

  /// @param most how many matches of each rule are kept
  RuleScan(RuleSet set, int most) {
    this.engine = CorrelationEngine.loud(set);
    this.scan = set.scan();
    for (Rule rule : set.rules()) {
      byRule.put(rule.id(), new RuleHits(rule, most));
    }
  }

  @Override
  public void take(Delivery delivery) {
    String object = delivery.file().origin();
    long[] index = {0};
    try (InputStream in = delivery.open()) {
      ReadReport report =
          reader.read(
              in,
              batch -> {
                for (int row = 0; row < batch.rows(); row++) {
                  inspect(batch, row, object, index[0]++);
                }
              });
      files++;
      events += report.records();
      if (!report.flaws().isEmpty()) {
        ReadReport.Flaw flaw = report.flaws().get(0);
        troubles.add("%s, at byte %,d: %s".formatted(object, flaw.offset(), flaw.problem()));
      } else if (report.content() == ReadReport.Content.FOREIGN) {
        troubles.add(object + ": it holds no event records");
      }
    } catch (IOException e) {
      troubles.add(object + ": " + e.getMessage());
    }
    delivery.release();
  }

  /// Takes a record of the table; [#flush] comes behind the last one.
  ///
  /// @param object the log file that it came from
  void takeStored(String object, byte[] json) {
    stored.write(stored.size() == 0 ? '[' : ',');
    stored.write(json, 0, json.length);
    objects.add(object);
    if (objects.size() == MOST_RECORDS || stored.size() > MOST_BYTES) {
      flush();
    }
  }

  /// Asks about the records of the table that have come so far.
  void flush() {
    if (objects.isEmpty()) {
      return;
    }
    stored.write(']');
    int[] number = {0};
    try {
      ReadReport report =
          reader.read(
              new ByteArrayInputStream(stored.toByteArray()),
              batch -> {
                for (int row = 0; row < batch.rows(); row++) {
                  inspect(batch, row, objects.get(number[0]++), RuleHits.Hit.NO_INDEX);
                }
              });
      if (report.records() != objects.size()) {
        throw new IllegalStateException("a record of the table cannot be read");
      }
      events += report.records();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stored.reset();
    objects.clear();
  }

  private void inspect(EventBatch batch, int row, String object, long index) {
  public void take(String object, EventBatch batch, int row, long index) {
    int count = scan.match(batch, row);
    if (count == 0) {
      return;
    }
    EventView view = batch.view(row);
    RuleHits.Hit hit = new RuleHits.Hit(object, index, view.text(EventField.EVENT_ID), what(view));
    for (int i = 0; i < count; i++) {
      of(scan.hit(i).id()).add(List.of(hit));
    }
    for (MatchedEvent matched : scan.matched(batch, row)) {
      MatchedEvent light = matched.light();
      engine.add(light);
      String key = light.facts().events().get(0).key();
      places.merge(key, hit, (one, two) -> two.isBefore(one) ? two : one);
    }
  }

  private static String what(EventView view) {
    String time = view.text(EventField.EVENT_TIME);
    String name = view.text(EventField.EVENT_NAME);
    String address = view.text(EventField.SOURCE_IP_ADDRESS);
    return "%s  %s  %s"
        .formatted(
            time == null ? "-" : time, name == null ? "-" : name, address == null ? "-" : address);
  }

  private RuleHits of(String rule) {
    RuleHits hits = byRule.get(rule);
    if (hits == null) {
      throw new IllegalStateException("no such rule: " + rule);
    }
    return hits;
  }

  /// What each rule has found, in the order of the rules. No more records come.
  List<RuleHits> end() {
    for (Finding finding : engine.settleAll()) {
      List<RuleHits.Hit> hits = new ArrayList<>();
      for (Finding.FoundEvent event : finding.events()) {
        RuleHits.Hit hit = places.get(event.key());
        if (hit != null) {
          hits.add(hit);
        }
      }
      of(finding.ruleId()).add(hits);
    }
    return List.copyOf(byRule.values());
  }

  /// How many events could not be placed in time, so that no correlation counted them.
  long untimed() {
    return scan.untimed();
  }
}
