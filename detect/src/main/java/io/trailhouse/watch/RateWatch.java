package io.trailhouse.watch;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.finding.Finding;
import io.trailhouse.match.Matcher;
import io.trailhouse.match.Matchers;
import io.trailhouse.watch.RateFinding.Series;
import io.trailhouse.watch.RateFinding.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Judges a [RateRule] minute by minute of event time.
///
/// What is usual comes from the 7 whole days (UTC) before the minute's own, minutes without a call
/// included; of a rule that has watched for less, from the days it has watched. A rate that has
/// started is measured by what was usual when it did.
public final class RateWatch implements StatefulRule {
  /// So many series are followed; beyond, the ones quiet for longest are forgotten.
  public static final int MOST_SERIES = 20_000;

  private static final int SAMPLES = 3;
  private static final int MOST_RATES = 10_000;

  private final RateRule spec;
  private final Matcher condition;
  private final TreeMap<Long, Map<List<String>, Minute>> minutes = new TreeMap<>();
  private final Map<List<String>, RateDays> days = new HashMap<>();
  private final Map<List<String>, OpenRate> open = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<RateFinding> rates = new ArrayList<>();
  private long firstSecond = Long.MAX_VALUE;
  private long judgedTo = Long.MIN_VALUE;
  private long evicted;

  private record Minute(RateCount calls, Samples samples) {
    Minute() {
      this(new RateCount(), new Samples(SAMPLES));
    }
  }

  public RateWatch(RateRule spec) {
    this.spec = spec;
    this.condition = Matchers.compile(spec.condition());
  }

  @Override
  public WatchRule rule() {
    return spec.rule();
  }

  @Override
  public String meaning() {
    return WatchedEvent.MEANING;
  }

  @Override
  public void observe(WatchedEvent event) {
    long second = event.time().getEpochSecond();
    long minute = Math.floorDiv(second, 60);
    if (minute < judgedTo) {
      return;
    }
    firstSecond = Math.min(firstSecond, second);
    if (counts(event) && condition.matches(event.subject())) {
      Minute now =
          minutes
              .computeIfAbsent(minute, each -> new HashMap<>())
              .computeIfAbsent(key(event), each -> new Minute());
      now.calls().add(event);
      now.samples().offer(event);
    }
  }

  private boolean counts(WatchedEvent event) {
    EventView view = event.subject().view();
    String category = event.text(EventField.EVENT_CATEGORY);
    if (category.isEmpty()) {
      category = "false".equals(view.json(EventField.MANAGEMENT_EVENT)) ? "Data" : "Management";
    }
    boolean data = spec.calls() == RateRule.Calls.DATA;
    if (!category.equals(data ? "Data" : "Management")) {
      return false;
    }
    if (spec.kind() == RateRule.Kind.ERROR_RATE) {
      return !event.text(EventField.ERROR_CODE).isEmpty();
    }
    String reads = view.json(EventField.READ_ONLY);
    return data || reads == null || !reads.replace("\"", "").equalsIgnoreCase("true");
  }

  private List<String> key(WatchedEvent event) {
    List<String> key = new ArrayList<>();
    key.add(event.text(EventField.EVENT_SOURCE));
    key.add(event.text(EventField.EVENT_NAME));
    key.add(spec.kind() == RateRule.Kind.ERROR_RATE ? event.text(EventField.ERROR_CODE) : "");
    if (spec.by() == RateRule.By.PRINCIPAL) {
      key.add(event.identity().actor());
    } else {
      key.add(event.identity().account());
      key.add(event.text(EventField.AWS_REGION));
    }
    return List.copyOf(key);
  }

  @Override
  public void advanceTo(Instant watermark) {
    long end = Math.floorDiv(watermark.getEpochSecond(), 60);
    if (end <= judgedTo) {
      return;
    }
    judgedTo = end;
    Map<Long, Map<List<String>, Minute>> ended = minutes.headMap(end);
    ended.forEach((minute, all) -> all.forEach((key, each) -> judge(key, minute, each)));
    ended.clear();
    for (List<String> key : List.copyOf(open.keySet())) {
      closeBefore(key, end);
    }
    evict(Math.floorDiv(end, RateDays.MINUTES_OF_DAY));
  }

  private void judge(List<String> key, long minute, Minute now) {
    RateDays known = days.computeIfAbsent(key, each -> new RateDays());
    RateRule.Limits limits = spec.limits();
    closeBefore(key, minute);
    OpenRate going = open.get(key);
    long count = now.calls().count();
    if (going != null) {
      going.add(minute, now.calls(), count > going.limit && count >= limits.minimum());
    } else if (count >= limits.minimum()) {
      RateDays.Usual usual = known.before(minute, Math.floorDiv(firstSecond + 86_399, 86_400L));
      double limit = usual.mean() + limits.deviations() * usual.deviation();
      if (count > limit && usual.minutes() >= limits.history().toMinutes()) {
        OpenRate opened = new OpenRate(minute, limit, usual, now.samples().list());
        opened.add(minute, now.calls(), true);
        open.put(key, opened);
        found(key, opened, State.START);
      }
    }
    known.add(minute, now.calls());
  }

  /// Ends a rate whose quiet minutes are all before this minute.
  private void closeBefore(List<String> key, long minute) {
    OpenRate going = open.get(key);
    if (going != null && going.last() + spec.limits().quietMinutes() < minute) {
      open.remove(key);
      found(key, going, State.END);
    }
  }

  private void found(List<String> key, OpenRate rate, State state) {
    Sample first = rate.samples().get(0);
    boolean errors = spec.kind() == RateRule.Kind.ERROR_RATE;
    List<String> identity = new ArrayList<>(key);
    identity.add(Long.toString(rate.start));
    RateFinding finding =
        new RateFinding(
            rule(),
            spec.kind(),
            state,
            new Series(
                key.get(0),
                key.get(1),
                errors ? key.get(2) : null,
                first.account(),
                first.region(),
                spec.by() == RateRule.By.PRINCIPAL ? key.get(3) : first.principal()),
            RateFinding.uuid(WatchRule.digest(rule().id(), identity)),
            Instant.ofEpochSecond(rate.start * 60),
            Instant.ofEpochSecond((rate.last() + 1) * 60),
            new RateFinding.Averages(
                rate.usual.mean(),
                rate.calls().count() / (double) rate.minutes(),
                rate.usual.minutes(),
                rate.minutes()),
            RateCount.attributions(
                rate.calls(), rate.minutes(), rate.usual.calls(), rate.usual.minutes()),
            rate.samples().stream().map(Sample::found).toList());
    findings.add(finding.toFinding());
    if (rates.size() < MOST_RATES) {
      rates.add(finding);
    }
  }

  private void evict(long today) {
    days.values().forEach(each -> each.dropBefore(today - RateDays.MOST_DAYS));
    days.values().removeIf(RateDays::isEmpty);
    if (days.size() > MOST_SERIES) {
      int tooMany = days.size() - MOST_SERIES + MOST_SERIES / 16;
      Set<List<String>> quiet = new HashSet<>();
      days.entrySet().stream()
          .filter(each -> !open.containsKey(each.getKey()))
          .sorted(
              Comparator.comparingLong(
                      (Map.Entry<List<String>, RateDays> each) -> each.getValue().last())
                  .thenComparing(each -> each.getKey().toString()))
          .limit(tooMany)
          .forEach(each -> quiet.add(each.getKey()));
      days.keySet().removeAll(quiet);
      evicted += quiet.size();
    }
  }

  @Override
  public Instant boundary(Instant latest) {
    return Instant.ofEpochSecond((Math.floorDiv(latest.getEpochSecond(), 60) + 1) * 60);
  }

  @Override
  public List<Finding> takeFindings() {
    List<Finding> taken = Watches.inOrder(findings);
    findings.clear();
    return taken;
  }

  /// The starts and ends since this was last asked, by start and state; the first 10,000 of them.
  public List<RateFinding> takeRates() {
    List<RateFinding> taken =
        rates.stream()
            .sorted(
                Comparator.comparing(RateFinding::start)
                    .thenComparing(RateFinding::sharedId)
                    .thenComparing(RateFinding::state))
            .toList();
    rates.clear();
    return taken;
  }

  @Override
  public long evicted() {
    return evicted;
  }

  @Override
  public byte[] save() {
    StateWriter out = new StateWriter();
    out.number(firstSecond);
    out.number(judgedTo);
    out.number(evicted);
    out.findings(findings);
    out.number(minutes.size());
    minutes.forEach((minute, all) -> {
      out.number(minute);
      out.number(all.size());
      all.forEach((key, each) -> {
        out.texts(key);
        each.calls().save(out);
        each.samples().save(out);
      });
    });
    out.number(days.size());
    days.forEach((key, each) -> {
      out.texts(key);
      each.save(out);
    });
    out.number(open.size());
    open.forEach((key, each) -> {
      out.texts(key);
      each.save(out);
    });
    return out.toBytes();
  }

  @Override
  public void restore(byte[] state) {
    StateReader in = new StateReader(state);
    firstSecond = in.number();
    judgedTo = in.number();
    evicted = in.number();
    findings.clear();
    findings.addAll(in.findings());
    minutes.clear();
    for (long left = in.number(); left > 0; left--) {
      Map<List<String>, Minute> all = new HashMap<>();
      minutes.put(in.number(), all);
      for (long keys = in.number(); keys > 0; keys--) {
        List<String> key = List.copyOf(in.texts());
        Minute each = new Minute(RateCount.restore(in), new Samples(SAMPLES));
        each.samples().restore(in);
        all.put(key, each);
      }
    }
    days.clear();
    for (long left = in.number(); left > 0; left--) {
      days.computeIfAbsent(List.copyOf(in.texts()), each -> new RateDays()).restore(in);
    }
    open.clear();
    for (long left = in.number(); left > 0; left--) {
      open.put(List.copyOf(in.texts()), OpenRate.restore(in));
    }
  }
}
