package io.trailhouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs the commands that people run most, so that Java can note which classes they load and have
/// them ready at the next start. The launcher calls it once for each build and Java.
final class Training {
  private Training() {}

  private static final String EVENT =
      """
      {"Records":[{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"alice"},
      "eventTime":"2026-05-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"ListUsers",
      "awsRegion":"us-east-1","eventID":"00000000-0000-0000-0000-000000000001"}]}
      """;

  /// Takes a folder to work in, which the caller removes.
  public static void main(String[] words) throws IOException {
    Path home = Path.of(words[0]);
    Files.createDirectories(home);
    Path file = Files.writeString(home.resolve("training.json"), EVENT);
    for (List<String> command : commands(home.toString(), file.toString())) {
      Main.run(command.toArray(String[]::new));
    }
  }

  private static List<List<String>> commands(String home, String file) {
    return List.of(
        List.of("--help"),
        List.of("--version"),
        List.of("no-such-command"),
        List.of("import", "--home", home, file),
        List.of("query", "--home", home, "SELECT eventname, count(*) FROM events GROUP BY 1"),
        List.of(
            "query",
            "--home",
            home,
            "--json",
            "SELECT element_at(requestparameters, 'x') AS x, useridentity.username FROM events"
                + " WHERE eventtime > '2026-01-01 00:00:00' AND nothing = 1"),
        List.of("search", "--home", home, "alice"),
        List.of("show", "--home", home, "00000000-0000-0000-0000-000000000001"));
  }
}
