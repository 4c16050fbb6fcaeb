package io.trailhouse.config;

/// One mistake in a configuration file. Its texts stay on one line of a terminal and hold no
/// password of an address, whatever the file says.
///
/// @param line from 1
/// @param column from 1
/// @param key the path of the key it is about; empty for the file's form
/// @param problem what is wrong and what would be right; never the value behind a reference
public record ConfigProblem(int line, int column, String key, String problem) {
  public ConfigProblem {
    key = Shown.text(key);
    problem = Shown.text(problem);
  }

  /// The place and the problem in one line.
  public String text(String file) {
    String about = key.isEmpty() ? "" : key + ": ";
    return "%s:%d:%d: %s%s".formatted(file, line, column, about, problem);
  }
}
