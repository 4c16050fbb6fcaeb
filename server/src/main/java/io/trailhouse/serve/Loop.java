package io.trailhouse.serve;

import java.io.IOException;
import java.time.Duration;

/// Something that [Supervisor] does again and again, in a thread of its own. All of it is called in
/// that thread, but for [#finish].
public interface Loop {
  /// Whose trouble it is, for people: `route iam`. No two loops have the same.
  String name();

  Role role();

  /// What is worked on, for people, where a failure does not say it.
  String place();

  /// When the first round is due.
  default Duration startAfter() {
    return Duration.ZERO;
  }

  /// The longest pause between failures.
  default Duration longestPause() {
    return Duration.ofMinutes(1);
  }

  /// Makes all ready from what is on the disk: before the first round, and after each failure.
  default void open() throws IOException, InterruptedException {}

  /// Makes one round.
  ///
  /// @param turn says whether the round is to come to its end
  /// @return after what time the next one is due
  Duration round(Turn turn) throws IOException, InterruptedException;

  /// A round under way comes to its end soon, in order. Returns at once; from any thread.
  default void finish() {}

  /// Lets go of what a failure has left, without saving anything of it.
  default void abandon() {}

  /// The end, after the last round.
  ///
  /// @param isOpen whether the last round was good, so that what it left may be saved
  default void close(boolean isOpen) throws IOException, InterruptedException {}

  /// One round's leave to go on.
  @FunctionalInterface
  interface Turn {
    /// Whether the round is to come to its end. Whoever may be missed by [#finish], because it was
    /// not ready for it, asks when it is.
    boolean isOver();
  }

  /// A round and nothing else.
  @FunctionalInterface
  interface Step {
    /// Makes one round; answers after what time the next one is due.
    Duration run() throws IOException, InterruptedException;
  }

  /// A loop that has nothing to be opened or closed.
  static Loop of(String name, Role role, String place, Step step) {
    return new Steps(name, role, place, step);
  }

  /// What [#of] makes.
  record Steps(String name, Role role, String place, Step step) implements Loop {
    @Override
    public Duration round(Turn turn) throws IOException, InterruptedException {
      return step.run();
    }
  }
}
