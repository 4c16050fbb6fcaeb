package io.trailhouse.dashboard;

/// One thing that is wrong with the file of a dashboard. Its texts may hold text of the file.
///
/// @param file as it was named
/// @param line from 1
/// @param column from 1
/// @param key the path of the key it is about; empty for the file's form
/// @param problem what is wrong
/// @param remedy what would be right
public record DashboardProblem(
    String file, int line, int column, String key, String problem, String remedy) {
  /// All of it in one line.
  public String text() {
    return "%s:%d:%d: %s. %s".formatted(file, line, column, about(), remedy);
  }

  /// What is wrong with which key, without the place.
  public String about() {
    return key.isEmpty() ? problem : key + ": " + problem;
  }
}
