package io.trailhouse.aws;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Whether a source gets what it asks AWS for. For any number of threads.
public final class SourceHealth {
  private final InstantSource clock;
  private State state;

  /// How a source is.
  public enum Condition {
    /// The last answer was good, or none was asked for yet.
    RUNNING,
    /// It tries again: network, throttling, a fault of the service.
    RETRYING,
    /// AWS refuses; somebody has to change a policy, a role or a name. It tries again as well.
    REFUSED
  }

  /// One moment's state.
  ///
  /// @param problem of the last answer, for people; null while all is well
  /// @param since when this condition began
  public record State(Condition condition, @Nullable String problem, Instant since) {}

  public SourceHealth(InstantSource clock) {
    this.clock = clock;
    this.state = new State(Condition.RUNNING, null, clock.instant());
  }

  public synchronized State state() {
    return state;
  }

  synchronized void success() {
    if (state.condition() != Condition.RUNNING) {
      state = new State(Condition.RUNNING, null, clock.instant());
    }
  }

  synchronized void failure(FetchFailure.Kind kind, String problem) {
    Condition now = kind == FetchFailure.Kind.PASSING ? Condition.RETRYING : Condition.REFUSED;
    Instant since = state.condition() == now ? state.since() : clock.instant();
    state = new State(now, problem, since);
  }
}
