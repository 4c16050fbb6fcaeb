package io.trailhouse.alert;

import io.trailhouse.alert.Alert.Progress;
import io.trailhouse.alert.Alert.State;
import io.trailhouse.alert.Schedule.Line;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.RetryPolicy;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.problem.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps the findings of one alert of the configuration until its destination has them.
///
/// What [#add] was given is on the disk when it returns. Every change of an alert's state replaces
/// its file, before the thing it announces is done and after it is done; so a crash costs nothing,
/// and only an alert that was being sent at that moment is in doubt. Owns no thread: somebody calls
/// [#work] whenever it asked for it. Safe for many threads; one outbox a folder.
public final class Outbox {
  private static final RetryPolicy RETRIES =
      new RetryPolicy(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(5));
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final int MOST_STEPS = 50;
  private static final int MOST_FINDINGS = 20_000;
  private static final RuleNotes UNKNOWN = RuleNotes.unknown("");

  private final AlertFolder folder;
  private final AlertSpec spec;
  private final AlertOrders orders;
  private final Notifier notifier;
  private final InstantSource clock;
  private final Schedule schedule;
  private final MessageWriter writer;

  /// Held while [#work] runs; everything below is guarded by this object's own monitor.
  private final ReentrantLock working = new ReentrantLock();

  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final AlertIndex index = new AlertIndex(alerts);
  private Map<String, RuleNotes> rules = Map.of();

  /// Alerts whose file is behind, because the disk did not take it.
  private final Set<String> unwritten = new HashSet<>();

  private final FindingCounts counts = new FindingCounts();
  private Line line = Line.OPEN;
  private int damaged;

  private Outbox(AlertFolder folder, AlertSpec spec, Notifier notifier, InstantSource clock) {
    this.folder = folder;
    this.spec = spec;
    this.orders = folder.orders();
    this.notifier = notifier;
    this.clock = clock;
    this.schedule = new Schedule(spec);
    this.writer = new MessageWriter(spec);
  }

  /// Opens the outbox in a folder, which is made when needed, and goes on where it was left.
  ///
  /// @param notifier for the destination of `spec`
  public static Outbox open(Path folder, AlertSpec spec, Notifier notifier, InstantSource clock) {
    try {
      return open(new AlertFolder(folder, step -> {}), spec, notifier, clock);
    } catch (IOException e) {
      throw Causes.unchecked(e, folder.toString());
    }
  }

  static Outbox open(AlertFolder folder, AlertSpec spec, Notifier notifier, InstantSource clock) {
    Outbox outbox = new Outbox(folder, spec, notifier, clock);
    try {
      outbox.load();
    } catch (IOException e) {
      throw Causes.unchecked(e, "alerts " + spec.name());
    }
    return outbox;
  }

  private synchronized void load() throws IOException {
    AlertFolder.Found found = folder.read();
    damaged = found.damaged();
    found.alerts().forEach(alert -> alerts.put(alert.id(), alert));
    for (Alert summary : found.alerts()) {
      for (String folded : summary.contents().folded()) { // a crash between the two
        if (alerts.remove(folded) != null) {
          folder.delete(folded);
        }
      }
    }
    for (Alert alert : List.copyOf(alerts.values())) {
      index.remember(alert);
      Alert now = AfterStart.of(alert, spec, clock.instant());
      if (!now.equals(alert)) {
        save(now);
      }
    }
  }

  /// Takes findings. They may be added again, after a crash for example: those that it knows are
  /// counted only. Call [#work] afterwards, as some may be due at once.
  ///
  /// @throws RuntimeException when the disk does not take them: a
  ///   [io.trailhouse.problem.TrailhouseException] where somebody can fix it; add all of them again
  ///   then
  public synchronized void add(Collection<Finding> added) {
    Map<String, List<Finding>> people = new LinkedHashMap<>();
    List<Finding> counting = new ArrayList<>();
    Set<String> batch = new HashSet<>();
    for (Finding finding : added) {
      String id = Groups.shortId(finding);
      if (!finding.level().isAtLeast(spec.atLeast())) {
        counts.belowFloor++;
      } else if (index.knows(id) || !batch.add(id)) {
        counts.repeated++;
      } else if (rules.getOrDefault(finding.ruleId(), UNKNOWN).onlyCounts()) {
        counting.add(finding);
      } else {
        take(people, EventsJson.lean(finding));
      }
    }
    people.forEach(this::put);
    people.clear();
    for (Finding alarm : counting) {
      if (index.covers(alarm)) {
        counts.repeated++;
      } else {
        take(people, EventsJson.lean(alarm));
      }
    }
    people.forEach(this::put);
  }

  private static void take(Map<String, List<Finding>> people, Finding lean) {
    people.computeIfAbsent(Groups.personOf(lean), key -> new ArrayList<>()).add(lean);
  }

  /// What somebody did goes in one message: at once when anything of it is news, else when the last
  /// message of the same kind is long enough ago.
  private void put(String person, List<Finding> found) {
    Alert open = index.openOf(person);
    boolean joins = open != null && open.contents().count() + found.size() <= MOST_FINDINGS;
    Instant due = index.due(found, clock.instant());
    Alert changed;
    if (open != null && joins) {
      changed = Groups.join(open, found);
      changed = due.isBefore(open.times().due()) ? changed.due(due, spec.group()) : changed;
    } else {
      changed = Groups.open(spec, found, due, clock.instant());
    }
    write(changed);
    alerts.put(changed.id(), changed);
    index.remember(changed);
    counts.opened += joins ? 0 : 1;
    counts.grouped += found.size() - (joins ? 0 : 1);
  }

  /// Says what the rules say of themselves, for messages to come.
  ///
  /// @param known by their ids
  public synchronized void know(Map<String, RuleNotes> known) {
    rules = Map.copyOf(known);
  }

  /// Does what is due, and says after what time it wants to be called again at the latest; after an
  /// [#add] it wants to be called at once. Sending may take as long as the destination's timeouts.
  ///
  /// @throws RuntimeException when the disk takes nothing, as with [#add]; nothing is sent then
  ///   that could not be written down before
  public Duration work() {
    working.lock();
    try {
      obey();
      tidy();
      for (int steps = 0; steps < MOST_STEPS; steps++) {
        Schedule.Step step = next();
        if (step instanceof Schedule.Rest rest) {
          return rest(rest.until());
        }
        take(step);
      }
      return Duration.ZERO;
    } finally {
      working.unlock();
    }
  }

  private Duration rest(@Nullable Instant until) {
    Duration rest = until == null ? LONGEST_REST : Duration.between(clock.instant(), until);
    if (rest.isNegative()) {
      return Duration.ZERO;
    }
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }

  private synchronized Schedule.Step next() {
    return schedule.next(alerts.values(), line, clock.instant());
  }

  private void take(Schedule.Step step) {
    if (step instanceof Schedule.Fold fold) {
      fold(fold.alerts());
    } else if (step instanceof Schedule.GiveUp giveUp) {
      giveUp(giveUp.alert());
    } else if (step instanceof Schedule.Send send) {
      send(send.alert());
    }
  }

  private synchronized void giveUp(Alert alert) {
    String reason = "given up after " + Schedule.GIVE_UP.toHours() + " hours: ";
    save(
        alert.with(
            alert
                .progress()
                .to(State.FAILED, clock.instant(), reason + alert.progress().reason())));
  }

  /// Findings may have joined since the step was chosen, so the alerts are looked up again.
  private synchronized void fold(List<Alert> chosen) {
    List<Alert> members = chosen.stream().map(alert -> now(alert.id())).toList();
    Alert summary = Groups.fold(spec, members, clock.instant());
    write(summary);
    alerts.put(summary.id(), summary);
    members.forEach(member -> alerts.remove(member.id()));
    index.remember(summary);
    members.forEach(member -> delete(member.id())); // one that stays is found to be folded later
  }

  private Alert now(String id) {
    Alert alert = alerts.get(id);
    if (alert == null) {
      throw new IllegalStateException("alert " + id + " is gone");
    }
    return alert;
  }

  private void send(Alert chosen) {
    AlertMessage message = begin(chosen.id());
    if (message == null) {
      return;
    }
    folder.passed("send");
    Failure failure = null;
    try {
      notifier.send(message);
    } catch (NotDelivered e) {
      failure = e.failure();
    } catch (RuntimeException e) {
      failure = Failure.again("a mistake of the notifier: " + e.getClass().getSimpleName());
    }
    folder.passed("remember");
    end(chosen.id(), failure);
  }

  /// Writes down that an alert is being sent; null when there are no words for it.
  private synchronized @Nullable AlertMessage begin(String id) {
    Alert alert = now(id);
    AlertMessage message;
    try {
      message = writer.write(alert, rules);
    } catch (RuntimeException e) {
      String mistake = "it cannot be put into words: " + e.getClass().getSimpleName();
      save(alert.with(alert.progress().to(State.FAILED, clock.instant(), mistake)));
      return null;
    }
    String said = message.title() + "\n\n" + message.text();
    Alert sending = alert.with(alert.progress().sending(clock.instant(), said));
    write(sending);
    alerts.put(id, sending);
    return message;
  }

  private synchronized void end(String id, @Nullable Failure failure) {
    Alert alert = now(id);
    Progress progress = alert.progress();
    Instant now = clock.instant();
    if (failure == null) {
      line = Line.OPEN;
      save(alert.with(alert.contents().withoutSamples()).with(progress.to(State.SENT, now, "")));
    } else if (failure.isPassing()) {
      int failures = line.failures() + 1;
      Instant openAt = now.plus(RETRIES.pause(failure, failures, id));
      Instant again = now.plus(RETRIES.pause(failure, progress.attempts(), id));
      line = new Line(failures, openAt, failure.reason());
      save(alert.with(progress.waiting(now, again, failure.reason())));
    } else {
      save(alert.with(progress.to(State.FAILED, now, failure.reason())));
    }
  }

  /// Carries out a decision about an alert that has failed or is unknown. What a dropped one was
  /// about is still known, so that the same findings are not told again. False when there is no
  /// such alert.
  synchronized boolean decide(AlertOrders.Order order) {
    Alert alert = alerts.get(order.id());
    if (alert == null || !alert.isUndelivered()) {
      return false;
    }
    Instant now = clock.instant();
    save(order.kind() == AlertOrders.Kind.RETRY ? alert.again(now) : alert.dropped(now));
    return true;
  }

  /// Carries out what somebody has decided meanwhile, perhaps in another process.
  private synchronized void obey() {
    try {
      for (AlertOrders.Order order : orders.read()) {
        decide(order);
        orders.done(order);
      }
    } catch (IOException e) {
      throw Causes.unchecked(e, place());
    }
  }

  /// Writes what the disk did not take, and forgets what is long over.
  private synchronized void tidy() {
    for (String id : List.copyOf(unwritten)) {
      write(now(id));
      unwritten.remove(id);
    }
    Instant oldest = clock.instant().minus(REMEMBERED);
    for (Alert alert : List.copyOf(alerts.values())) {
      boolean over = alert.state() != State.WAITING && alert.state() != State.SENDING;
      if (over && alert.progress().at().isBefore(oldest)) {
        delete(alert.id());
        alerts.remove(alert.id());
        index.forget(alert);
      }
    }
  }

  /// Changes an alert to what has happened already, whether or not the disk takes it now.
  private void save(Alert alert) {
    alerts.put(alert.id(), alert);
    unwritten.add(alert.id());
    write(alert);
    unwritten.remove(alert.id());
  }

  private void write(Alert alert) {
    try {
      folder.write(alert);
    } catch (IOException e) {
      throw Causes.unchecked(e, place());
    }
  }

  private void delete(String id) {
    try {
      folder.delete(id);
    } catch (IOException e) {
      throw Causes.unchecked(e, place());
    }
  }

  private String place() {
    return "alerts " + spec.name();
  }

  /// Every alert that is remembered, in no particular order.
  public synchronized List<Alert> alerts() {
    return List.copyOf(alerts.values());
  }

  /// Why nothing gets through at the moment; null when it does.
  public synchronized @Nullable String problem() {
    return line.failures() == 0 ? null : line.reason();
  }

  /// What reaches nobody unless somebody decides: how many messages, and why the newest of them;
  /// null when there is none.
  public synchronized @Nullable String undelivered() {
    return Undelivered.words(alerts.values());
  }

  /// How many of what, at this moment.
  public synchronized OutboxCounters counters() {
    Map<State, Long> states = new EnumMap<>(State.class);
    alerts.values().forEach(alert -> states.merge(alert.state(), 1L, Long::sum));
    return counts.with(states, damaged);
  }
}
