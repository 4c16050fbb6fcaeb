package io.trailhouse.route;

import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.RetryPolicy;
import io.trailhouse.match.Subject;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
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
/// A batch goes in this order: where it will end is remembered, it is sent, its end is remembered
/// as the position. A crash between any two of them repeats the batch with the same beginning and
/// end, and so with the same objects.
public final class RouteRun {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final RetryPolicy RETRIES =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ZERO);

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
  private int failures;
  private Instant notBefore = Instant.MIN;
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
    StreamPosition pendingEnd = state.pendingEnd();
    if (pendingEnd != null && at.compareTo(pendingEnd) >= 0) {
      return send(pendingEnd);
    }
    Chunk chunk = around.stream().from(at);
    if (chunk == null || (pendingEnd != null && chunk.start().compareTo(pendingEnd) >= 0)) {
      if (pendingEnd != null) {
        at = pendingEnd;
        return Duration.ZERO;
      }
      if (isDue()) {
        return fixEnd();
      }
      rememberNowAndThen();
      return LOOK_AGAIN;
    }
    take(chunk, pendingEnd);
    if (pendingEnd == null && isDue()) {
      return fixEnd();
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
    if (state.pendingEnd() == null && batch.kept() == 0 && !at.equals(state.position())) {
      remember(at);
    }
  }

  /// Sends what is in the batch, whether it is due or not: there will be no more.
  ///
  /// @return zero when all is settled, else how long to wait before the next try
  public Duration finish() throws IOException {
    if (state.pendingEnd() != null) {
      return work();
    }
    if (batch.kept() > 0) {
      return fixEnd();
    }
    if (!at.equals(state.position())) {
      remember(at);
    }
    return Duration.ZERO;
  }

  /// Whether everything read is settled.
  public boolean isSettled() {
    return state.pendingEnd() == null && at.equals(state.position());
  }

  /// Adds the events of a chunk up to where the batch is full, or up to its pending end.
  private void take(Chunk chunk, @Nullable StreamPosition pendingEnd) {
    BitSet chosen = around.matches().of(chunk, number);
    Count count = new Count();
    StreamPosition end = chunk.next();
    for (int index = 0; index < chunk.events().rows(); index++) {
      StreamPosition position =
          new StreamPosition(chunk.start().commit(), chunk.start().row() + chunk.rows()[index]);
      if (position.compareTo(at) < 0) {
        continue;
      }
      if (pendingEnd == null ? route.destination().isFull() : position.compareTo(pendingEnd) >= 0) {
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
          .destination()
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
        && (route.destination().isFull()
            || route.destination().largest() >= route.buffer().size()
            || !around.clock().instant().isBefore(first.plus(route.buffer().age())));
  }

  private Duration fixEnd() throws IOException {
    state = new RouteState(state.position(), at, state.account());
    around.states().write(route.name(), state);
    return Duration.ZERO;
  }

  private Duration send(StreamPosition end) throws IOException {
    Instant now = around.clock().instant();
    if (now.isBefore(notBefore)) {
      return Duration.between(now, notBefore);
    }
    Span span = new Span(route.name(), around.streamId(), state.position(), end);
    SortedMap<String, Long> failed = new TreeMap<>();
    try {
      for (RouteWriter.Failed each : sendOrGiveUp(span)) {
        failed.merge(each.reason(), each.events(), Long::sum);
      }
    } catch (NotDelivered e) {
      return waitAfter(e);
    }
    long lost = failed.values().stream().mapToLong(Long::longValue).sum();
    batch = batch.plus(new RouteAccount(0, 0, new TreeMap<>(), batch.kept() - lost, failed));
    route.destination().clear();
    failingSince = null;
    failures = 0;
    remember(end);
    return Duration.ZERO;
  }

  private Iterable<RouteWriter.Failed> sendOrGiveUp(Span span) throws NotDelivered {
    Instant since = failingSince;
    if (since != null && !around.clock().instant().isBefore(since.plus(route.keep()))) {
      return route.destination().giveUp(span, "it waited longer than " + words(route.keep()));
    }
    return route.destination().send(span);
  }

  private static String words(Duration time) {
    return time.toHours() >= 48 && time.toMinutesPart() == 0
        ? time.toDays() + " days"
        : time.toSeconds() >= 7200 ? time.toHours() + " hours" : time.toSeconds() + " seconds";
  }

  private Duration waitAfter(NotDelivered problem) {
    Instant now = around.clock().instant();
    if (failingSince == null) {
      failingSince = now;
    }
    tell(problem.reason());
    Duration pause = RETRIES.pause(problem.failure(), ++failures, route.name());
    notBefore = now.plus(pause);
    return pause;
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
