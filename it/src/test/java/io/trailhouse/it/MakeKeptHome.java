package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.PastEvents;
import io.trailhouse.testkit.PostReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Makes a home as this version writes it, to be kept: run it once for a version that changes a
/// format, before the change, with the name that the home shall have:
///
/// `./mvnw verify -pl it -am -Dit.test=MakeKeptHome -Dtest=none
/// -Dsurefire.failIfNoSpecifiedTests=false -Dhomes.make=NAME`
///
/// It is no test: neither surefire nor failsafe runs it by itself.
class MakeKeptHome {
  static final String CONFIGURATION =
      """
      aws: {region: us-east-1}
      routes:
        iam-team:
          match: {source: [aws.iam]}
          to: {folder: './team/!{timestamp:yyyy-MM-dd}/', gzip: false, buffer: {age: 1s}}
      rules: [builtin]
      watches: [builtin, cis]
      alerts:
        hook: {webhook: '%s', at-least: low, group: 1s, limit: 1000}
      server: {listen: 127.0.0.1:0}
      """;

  private static final int SPEED = 20;

  @Test
  void makes() throws Exception {
    String name = System.getProperty("homes.make", "");
    assertThat(name).as("-Dhomes.make=NAME").matches("[a-z0-9.-]+");
    Path folder = Files.createTempDirectory("kept-home");
    Path target = Files.createDirectories(KeptHome.resources().resolve(name));
    Path input = KeptHome.resources().resolve("input");
    try {
      KeptHome.run("cp", "-r", input.toString(), folder.resolve("in").toString());
      fill(folder, folder.resolve("in"));
      Files.writeString(target.resolve("place"), folder + "\n");
      Map<String, List<String>> answers = new TreeMap<>();
      KeptHomesIT.QUESTIONS.forEach(
          (question, sql) -> answers.put(question, Contents.texts(folder.resolve("home"), sql)));
      Files.writeString(
          target.resolve("answers.json"),
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answers) + "\n");
      KeptHome.run(
          "tar",
          "-C",
          folder.toString(),
          "-czf",
          target.resolve("kept.tar.gz").toString(),
          "home",
          "team",
          "trailhouse.yaml");
    } finally {
      WholeHome.remove(folder);
    }
  }

  private static void fill(Path folder, Path input) throws Exception {
    try (PostReceiver receiver = new PostReceiver()) {
      Files.writeString(
          folder.resolve("trailhouse.yaml"), CONFIGURATION.formatted(receiver.url("/hook")));
      Program.Ended odd = take(folder, input.resolve("odd"));
      assertThat(odd.exit()).as("a damaged file is among them").isEqualTo(1);
      assertThat(take(folder, input.resolve("before")).exit()).isZero();
      try (Program.Running serve =
          Program.startTrailhouse(folder, Map.of(), "serve", "--home", "home")) {
        String url = ServedTrail.url(serve);
        assertThat(take(folder, input.resolve("attack")).exit()).isZero();
        Await.until(() ->
            !receiver.posts().isEmpty() && Files.isDirectory(folder.resolve("team/2026-05-19")));
        Await.until(() -> ServedTrail.rules(url).whole());
        serve.interrupt();
        serve.end();
      }
    }
    people(folder);
    history(folder);
  }

  private static Program.Ended take(Path folder, Path what) {
    return Program.trailhouse(folder, "import", "--home", "home", what.toString());
  }

  private static void people(Path folder) {
    List<String> found =
        Contents.texts(folder.resolve("home"), "SELECT id FROM findings ORDER BY id LIMIT 2");
    run(folder, Map.of(), "findings", "ack", found.get(0), "--reason", "seen");
    run(folder, Map.of(), "findings", "close", found.get(1), "--reason", "a drill");
    run(
        folder,
        Map.of(),
        "findings",
        "suppress",
        "--rule",
        "*",
        "--principal",
        "*:role/Scanner",
        "--for",
        "3650d",
        "--reason",
        "the yearly test");
  }

  private static void history(Path folder) throws Exception {
    HistoryDouble history = new HistoryDouble(SPEED);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    new PastEvents(history, 9)
        .add(AccountsDouble.OWN_ACCOUNT, "us-east-1", 25, now.minus(Duration.ofDays(2)), now);
    try (AccountsDouble aws =
        new AccountsDouble(List.of(AccountsDouble.OWN_ACCOUNT + ":ACTIVE"), "x", "{}")
            .with(history)) {
      Map<String, String> environment = new HashMap<>();
      environment.put("AWS_ACCESS_KEY_ID", AwsDoubles.ACCESS_KEY);
      environment.put("AWS_SECRET_ACCESS_KEY", AwsDoubles.SECRET);
      environment.put("AWS_REGION", "us-east-1");
      environment.put("AWS_EC2_METADATA_DISABLED", "true");
      environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
      environment.put("AWS_CONFIG_FILE", "/nonexistent");
      environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
      environment.put("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.history-speed=" + SPEED);
      run(folder, environment, "backfill", "--since", "2d", "--regions", "us-east-1");
    }
  }

  private static void run(Path folder, Map<String, String> environment, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Program.app().resolve("trailhouse").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--home", "home"));
    Program.Ended ended = Program.run(folder, environment, command);
    assertThat(ended.exit()).as(ended.err()).isZero();
  }
}
