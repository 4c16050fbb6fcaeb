package io.trailhouse.status;

import io.trailhouse.problem.Causes;
import org.jspecify.annotations.Nullable;

/// Why something does not get on, and what somebody can do about it; all for people.
///
/// @param problem what happened, as a sentence without its full stop
/// @param place where, such as a file; null where the problem's words name it
/// @param remedy what to do, as a sentence without its full stop; never empty
public record Trouble(String problem, @Nullable String place, String remedy) {
  private static final String UNEXPECTED =
      "It is tried again; if it stays, run serve with --debug and report what it prints";

  public Trouble {
    problem = ended(problem);
    remedy = remedy.isBlank() ? UNEXPECTED : ended(remedy);
  }

  public Trouble(String problem, String remedy) {
    this(problem, null, remedy);
  }

  /// What a failure means for people.
  ///
  /// @param place what was being worked on
  public static Trouble of(Throwable failure, String place) {
    return Causes.orOfFiles(failure, place)
        .map(known -> new Trouble(known.problem(), known.place(), known.remedy()))
        .orElseGet(() -> new Trouble(String.valueOf(failure), UNEXPECTED));
  }

  private static String ended(String sentence) {
    String text = sentence.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /// What happened and where, in one sentence.
  public String text() {
    return place == null ? problem : problem + " (" + place + ")";
  }

  @Override
  public String toString() {
    return text() + ". To do: " + remedy;
  }
}
