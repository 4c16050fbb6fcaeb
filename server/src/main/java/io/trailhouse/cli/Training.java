package io.trailhouse.cli;

import java.nio.file.Path;
import java.util.List;

/// Runs the commands that people run most, so that Java can note which classes they load and have
/// them ready at the next start. The launcher calls it once for each build and Java.
final class Training {
  private Training() {}

  /// Takes a folder to work in, which the caller removes.
  public static void main(String[] words) {
    Path home = Path.of(words[0]);
    for (List<String> command : commands(home)) {
      Main.run(command.toArray(String[]::new));
    }
  }

  private static List<List<String>> commands(Path home) {
    String folder = home.toString();
    return List.of(
        List.of("--help"),
        List.of("--version"),
        List.of("no-such-command"),
        List.of("query", "--home", folder, "SELECT count(*) FROM events"));
  }
}
