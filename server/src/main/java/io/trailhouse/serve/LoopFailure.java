package io.trailhouse.serve;

import io.trailhouse.problem.Answer;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.problem.UnknownOutcome;
import io.trailhouse.status.Trouble;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a loop does not get on, and what the supervisor does about it.
///
/// @param answer of the problem's code; a class that is missing stays missing, whatever else is no
///   known problem is tried again
/// @param isKnown whether somebody can do something about it
/// @param ofAll whether nothing else of the program may go on either
record LoopFailure(
    Throwable thrown, Answer answer, Trouble trouble, boolean isKnown, boolean ofAll) {
  private static final int DEEPEST = 20;
  private static final int FRAMES = 8;
  private static final String THEN_START = ", then start serve again";

  /// @param place what was being worked on, for people
  static LoopFailure of(Throwable thrown, String place) {
    TrailhouseException known = Causes.orOfFiles(thrown, place).orElse(null);
    Trouble told = Trouble.of(thrown, place);
    if (thrown instanceof LinkageError) {
      String remedy = "Put the whole program back as it was installed" + THEN_START;
      return new LoopFailure(thrown, Answer.STOP, stopped(told, remedy), false, false);
    }
    if (known == null) {
      return new LoopFailure(thrown, Answer.RETRY, told, false, false);
    }
    Answer answer = known.code().answer();
    Trouble trouble =
        switch (answer) {
          case STOP -> stopped(told, told.remedy() + THEN_START);
          case HOLD -> held(told, null);
          case RETRY, QUARANTINE -> told;
        };
    return new LoopFailure(thrown, answer, trouble, true, known.code() == Code.TABLE_NEWER);
  }

  private static Trouble stopped(Trouble told, String remedy) {
    return new Trouble("it has stopped: " + told.problem(), told.place(), remedy);
  }

  private static Trouble held(Trouble told, @Nullable Trouble asked) {
    String meanwhile =
        "It asks the table again and goes on by itself; until then nothing is taken and no file is"
            + " deleted";
    return new Trouble(
        told.problem(),
        told.place(),
        asked == null
            ? meanwhile
            : meanwhile + ". The table cannot be asked: " + asked.text() + ". " + asked.remedy());
  }

  /// The same after somebody has asked in vain what became of it.
  LoopFailure askedInVain(Throwable why, String place) {
    return new LoopFailure(thrown, answer, held(trouble, Trouble.of(why, place)), isKnown, ofAll);
  }

  /// The way to find out what is unknown.
  UnknownOutcome outcome() {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof UnknownOutcome outcome) {
        return outcome;
      }
    }
    return () -> {
      throw new IllegalStateException("nobody knows how; start serve again to look");
    };
  }

  /// The failure and where it came from, for who fixes this program: in one line, since a log of
  /// text shows no more.
  String whereItCameFrom() {
    return thrown
        + " at "
        + Arrays.stream(thrown.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
  }

  boolean is(Answer other) {
    return answer == other;
  }

  /// Whether another failure is the same again.
  boolean isLike(@Nullable LoopFailure other) {
    return other != null && thrown.getClass().equals(other.thrown.getClass());
  }
}
