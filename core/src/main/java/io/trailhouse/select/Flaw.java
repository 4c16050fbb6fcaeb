package io.trailhouse.select;

/// What is wrong with a condition.
///
/// @param path the way to it through keys and list numbers, such as `any[1].match.detail`; empty
///   for the whole
/// @param problem as a sentence without its full stop, with what to do where that helps
public record Flaw(String path, String problem) {
  /// The same flaw of a condition that stands deeper in another text.
  public Flaw below(String parent) {
    if (parent.isEmpty() || path.isEmpty()) {
      return new Flaw(parent.isEmpty() ? path : parent, problem);
    }
    return new Flaw(path.startsWith("[") ? parent + path : parent + "." + path, problem);
  }
}
