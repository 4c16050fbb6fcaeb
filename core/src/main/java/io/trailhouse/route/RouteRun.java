package io.trailhouse.route;

import io.trailhouse.match.Subject;
import io.trailhouse.sink.NotDelivered;
import io.trailhouse.source.EventStream;
import io.trailhouse.source.EventStream.Chunk;
import io.trailhouse.source.StreamPosition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One route on its way through a stream. For one thread, but for what it says of itself.
///
/// The order of the steps of a batch is the promise: its end is promised, it is sent, its end is
/// remembered as the position. A crash between any two of them repeats the batch with the same
/// beginning and end, and so with the same objects.
public final class RouteRun {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// A position without anything kept is remembered so often.
  private static final Duration REMEMBER_EVERY = Duration.ofMinutes(1);

  private final Route route;
  private final int number;
  private final Surroundings around;
  private final Subject subject = new Subject();
  private volatile RouteState state;
  private StreamPosition at;
  private RouteAccount batch = RouteAccount.NONE;
  private @Nullable Instant firstKept;
  private @Nullable Instant failingSince;
  private Duration pause = FIRST_PAUSE;
  private Instant remembered;
  private volatile Status status;

  /// What a run needs beside its route.
  ///
  /// @param streamId tells this table from others
  public record Surroundings(
      EventStream stream,
      String streamId,
      RouteMatches matches,
      RouteStates states,
      InstantSource clock) {}

  /// What a run says of itself.
  ///
  /// @param problem what the destination said last; null while it takes what it is given
  public record Status(RouteAccount account, StreamPosition position, @Nullable String problem) {}

  /// Opens a route where it was, or at `first` when it is new.
  ///
  /// @param number its place in the list that the matches were made of
  public RouteRun(Route route, int number, Surroundings around, StreamPosition first)
      throws IOException {
    this.route = route;
    this.number = number;
    this.around = around;
    RouteState known = around.states().read(route.name());
    if (known == null) {
      known = RouteState.at(first);
      around.states().write(route.name(), known);
    }
    this.state = known;
    this.at = known.position();
    this.remembered = around.clock().instant();
    this.status = new Status(known.account(), at, null);
  }

  public Route route() {
    return route;
  }

  public Status status() {
    return status;
  }

  /// The position from which events are still needed; for any thread.
  public StreamPosition remembered() {
    return state.position();
  }

  /// Does what is due.
  ///
  /// @return how long nothing more is due; zero when there is more to do at once
  public Duration work() throws IOException {
    StreamPosition promised = state.promised();
    if (promised != null && at.compareTo(promised) >= 0) {
      return send(promised);
    }
    Chunk chunk = around.stream().from(at);
    if (chunk == null || (promised != null && chunk.start().compareTo(promised) >= 0)) {
      if (promised != null) {
        at = promised;
        return Duration.ZERO;
      }
      if (isDue()) {
        return promise();
      }
      rememberNowAndThen();
      return LOOK_AGAIN;
    }
    take(chunk, promised);
    if (promised == null && isDue()) {
      return promise();
    }
    rememberNowAndThen();
    return Duration.ZERO;
  }

  private void rememberNowAndThen() throws IOException {
    if (!around.clock().instant().isBefore(remembered.plus(REMEMBER_EVERY))) {
      rememberDropped();
    }
  }

  /// Remembers what was read since the last batch, unless something of it is kept: that is read
  /// again.
  public void rememberDropped() throws IOException {
    if (state.promised() == null && batch.kept() == 0 && !at.equals(state.position())) {
      remember(at);
    }
  }

  /// Sends what is in the batch, whether it is due or not: there will be no more.
  ///
  /// @return zero when all is settled, else how long to wait before the next try
  public Duration finish() throws IOException {
    if (state.promised() != null) {
      return work();
    }
    if (batch.kept() > 0) {
      return promise();
    }
    if (!at.equals(state.position())) {
      remember(at);
    }
    return Duration.ZERO;
  }

  /// Whether everything read is settled.
  public boolean isSettled() {
    return state.promised() == null && at.equals(state.position());
  }

  /// Adds the events of a chunk up to where the batch is full or was promised to end.
  private void take(Chunk chunk, @Nullable StreamPosition promised) {
    BitSet chosen = around.matches().of(chunk, number);
    Count count = new Count();
    StreamPosition end = chunk.next();
    for (int index = 0; index < chunk.events().rows(); index++) {
      StreamPosition position =
          new StreamPosition(chunk.start().commit(), chunk.start().row() + chunk.rows()[index]);
      if (position.compareTo(at) < 0) {
        continue;
      }
      if (promised == null ? route.outlet().isFull() : position.compareTo(promised) >= 0) {
        end = position;
        break;
      }
      count.in++;
      if (!chosen.get(index)) {
        count.unmatched++;
        continue;
      }
      subject.point(chunk.events(), index);
      Sample sample = route.sample();
      if (sample != null && !sample.keeps(subject)) {
        count.sampled++;
        continue;
      }
      count.kept++;
      route
          .outlet()
          .add(new Kept(subject, position, chunk.arrived(), route.writer().write(subject)));
    }
    at = end;
    count(count);
  }

  private static final class Count {
    private long in;
    private long kept;
    private long unmatched;
    private long sampled;
  }

  private void count(Count count) {
    SortedMap<String, Long> dropped = new TreeMap<>();
    if (count.unmatched > 0) {
      dropped.put("condition", count.unmatched);
    }
    if (count.sampled > 0) {
      dropped.put("sample", count.sampled);
    }
    batch = batch.plus(new RouteAccount(count.in, count.kept, dropped, 0, new TreeMap<>()));
    if (count.kept > 0 && firstKept == null) {
      firstKept = around.clock().instant();
    }
    tell(status.problem());
  }

  private void tell(@Nullable String problem) {
    status = new Status(state.account().plus(batch), at, problem);
  }

  private boolean isDue() {
    Instant first = firstKept;
    return first != null
        && (route.outlet().isFull()
            || route.outlet().largest() >= route.buffer().size()
            || !around.clock().instant().isBefore(first.plus(route.buffer().age())));
  }

  private Duration promise() throws IOException {
    state = new RouteState(state.position(), at, state.account());
    around.states().write(route.name(), state);
    return Duration.ZERO;
  }

  private Duration send(StreamPosition end) throws IOException {
    Span span = new Span(route.name(), around.streamId(), state.position(), end);
    SortedMap<String, Long> failed = new TreeMap<>();
    try {
      for (Outlet.Failed each : sendOrGiveUp(span)) {
        failed.merge(each.reason(), each.events(), Long::sum);
      }
    } catch (NotDelivered e) {
      return waitAfter(e);
    }
    long lost = failed.values().stream().mapToLong(Long::longValue).sum();
    batch = batch.plus(new RouteAccount(0, 0, new TreeMap<>(), batch.kept() - lost, failed));
    route.outlet().clear();
    failingSince = null;
    pause = FIRST_PAUSE;
    remember(end);
    return Duration.ZERO;
  }

  private Iterable<Outlet.Failed> sendOrGiveUp(Span span) throws NotDelivered {
    Instant since = failingSince;
    if (since != null && !around.clock().instant().isBefore(since.plus(route.keep()))) {
      return route.outlet().giveUp(span, "it waited longer than " + words(route.keep()));
    }
    return route.outlet().send(span);
  }

  private static String words(Duration time) {
    return time.toHours() >= 48 && time.toMinutesPart() == 0
        ? time.toDays() + " days"
        : time.toSeconds() >= 7200 ? time.toHours() + " hours" : time.toSeconds() + " seconds";
  }

  private Duration waitAfter(NotDelivered problem) {
    if (failingSince == null) {
      failingSince = around.clock().instant();
    }
    tell(problem.reason());
    Duration now = pause;
    pause = pause.multipliedBy(2);
    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    return now;
  }

  private void remember(StreamPosition end) throws IOException {
    state = new RouteState(end, null, state.account().plus(batch));
    around.states().write(route.name(), state);
    batch = RouteAccount.NONE;
    firstKept = null;
    remembered = around.clock().instant();
    tell(null);
  }
}
