package io.trailhouse.rule;

/// One thing that is wrong with a rule file, or worth a word.
///
/// @param file as it was named
/// @param line from 1
/// @param key the path of the key it is about; empty for the file's form
/// @param problem what is wrong
/// @param remedy what would be right
public record RuleProblem(String file, int line, String key, String problem, String remedy) {
  /// All of it in one line; it may hold text of the file.
  public String text() {
    String about = key.isEmpty() ? "" : key + ": ";
    return "%s:%d: %s%s. %s".formatted(file, line, about, problem, remedy);
  }
}
