package io.trailhouse.problem;

import org.jspecify.annotations.Nullable;

/// A problem a user can do something about: what happened, where, and what to do.
///
/// The three texts are for people and may hold text from outside; whoever shows them on a terminal
/// makes control characters visible first.
public final class TrailhouseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String problem;
  private final String place;
  private final String remedy;

  public TrailhouseException(Code code, String problem, String place, String remedy) {
    this(code, problem, place, remedy, null);
  }

  public TrailhouseException(
      Code code, String problem, String place, String remedy, @Nullable Throwable cause) {
    super(problem + " (" + place + ")", cause);
    this.code = code;
    this.problem = problem;
    this.place = place;
    this.remedy = remedy;
  }

  public Code code() {
    return code;
  }

  /// What happened, as a sentence without its full stop.
  public String problem() {
    return problem;
  }

  /// Where: a file with its byte, a key of the configuration, a column of a query.
  public String place() {
    return place;
  }

  /// What the user can do now.
  public String remedy() {
    return remedy;
  }
}
