package io.trailhouse.watch;

import io.trailhouse.event.EventField;
import io.trailhouse.watch.RateFinding.Attribution;
import java.util.List;

/// A number of calls, and who made them with what and to what end.
final class RateCount {
  private static final int TOP = 5;

  private long count;
  private Tally actors = new Tally();
  private Tally agents = new Tally();
  private Tally errors = new Tally();

  void add(WatchedEvent event) {
    count++;
    actors.add(event.actorArn());
    agents.add(orNull(event.text(EventField.USER_AGENT)));
    errors.add(orNull(event.text(EventField.ERROR_CODE)));
  }

  private static String orNull(String text) {
    return text.isEmpty() ? "null" : text;
  }

  void add(RateCount other) {
    count += other.count;
    actors.add(other.actors);
    agents.add(other.agents);
    errors.add(other.errors);
  }

  long count() {
    return count;
  }

  /// The attributions of an Insights event.
  static List<Attribution> attributions(
      RateCount insight, long insightMinutes, RateCount baseline, long baselineMinutes) {
    return List.of(
        new Attribution(
            "userIdentityArn",
            insight.actors.shares(TOP, insightMinutes),
            baseline.actors.shares(TOP, baselineMinutes)),
        new Attribution(
            "userAgent",
            insight.agents.shares(TOP, insightMinutes),
            baseline.agents.shares(TOP, baselineMinutes)),
        new Attribution(
            "errorCode",
            insight.errors.shares(TOP, insightMinutes),
            baseline.errors.shares(TOP, baselineMinutes)));
  }

  void save(StateWriter out) {
    out.number(count);
    actors.save(out);
    agents.save(out);
    errors.save(out);
  }

  static RateCount restore(StateReader in) {
    RateCount read = new RateCount();
    read.count = in.number();
    read.actors = Tally.restore(in);
    read.agents = Tally.restore(in);
    read.errors = Tally.restore(in);
    return read;
  }
}
