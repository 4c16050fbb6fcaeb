package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's commands, typed one after the other as a reader would: all but those that need AWS,
/// which `DocumentedCommandsTest` reads.
class ReadmeCommandsIT {
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./trailhouse (.*)$");
  private static final List<String> NEED_AWS = List.of("demo", "serve", "verify ", "backfill ");

  /// What stands in the README for what a reader has.
  private static final String AN_EVENT = "5f0c8a7e-3b1d-4e2f-9a6c-7d8e9f0a1b2c";

  @TempDir private Path folder;

  @Test
  void eachWorksAsItIsShown() throws IOException {
    Path logs = folder.resolve("evidence/AWSLogs");
    Files.createDirectories(logs.getParent());
    KeptHome.run("cp", "-r", KeptHome.resources().resolve("input/attack").toString(), "" + logs);
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("any.yml"),
        """
        title: Any call to IAM
        id: 4f4f2e0a-4b39-4a4d-8f39-9d4b4d3f1f0a
        logsource: {product: aws, service: cloudtrail}
        detection: {selection: {eventSource: iam.amazonaws.com}, condition: selection}
        level: low
        """);
    Files.writeString(
        folder.resolve("trailhouse.yaml"),
        """
        routes:
          iam-team: {match: {source: [aws.iam]}, to: {folder: ./iam/}}
        rules: [builtin, ./rules]
        """);
    List<String> typed = new ArrayList<>();
    String readme = Files.readString(Program.checkout().resolve("README.md"));
    for (MatchResult command : COMMAND.matcher(readme).results().toList()) {
      String words = command.group(1).replaceFirst("\\s+#.*", "");
      if (NEED_AWS.stream().noneMatch(words::startsWith)) {
        type(words.replace("~/evidence/AWSLogs", logs.toString()));
        typed.add(words);
      }
    }
    assertThat(typed).hasSizeGreaterThan(8);
  }

  private void type(String words) {
    String line = words.contains(AN_EVENT) ? words.replace(AN_EVENT, anEvent()) : words;
    Program.Ended ended =
        Program.run(
            folder,
            Map.of(),
            List.of("sh", "-c", "'" + Program.app().resolve("trailhouse") + "' " + line));
    assertThat(ended.exit()).as("%s: %s", line, ended.err()).isZero();
    assertThat(ended.out()).as(line).isNotBlank();
  }

  private String anEvent() {
    return Contents.texts(
            folder.resolve("trailhouse-data"), "SELECT eventid FROM events ORDER BY 1 LIMIT 1")
        .get(0);
  }
}
