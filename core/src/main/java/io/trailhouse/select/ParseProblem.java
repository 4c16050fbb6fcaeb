package io.trailhouse.select;

/// What is wrong with a condition.
///
/// @param path the way to it through keys and list numbers, such as `any[1].match.detail`; empty
///   for the whole
/// @param problem as a sentence without its full stop, with what to do where that helps
public record ParseProblem(String path, String problem) {
  /// The same problem of a condition that stands deeper in another text.
  public ParseProblem below(String parent) {
    if (parent.isEmpty() || path.isEmpty()) {
      return new ParseProblem(parent.isEmpty() ? path : parent, problem);
    }
    return new ParseProblem(path.startsWith("[") ? parent + path : parent + "." + path, problem);
  }
}
