package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `trailhouse routes` over a table that is there already (spec: routes.md T42 to T46).
class RoutesCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static RoutedTrail trail;
  private static Path logs;

  @BeforeAll
  static void fill() throws IOException {
    trail = new RoutedTrail(folder, 5);
    logs = trail.write(20, 300);
    trail.served.config(
        """
        routes:
          small: {account: '111122223333', to: {folder: './out/small/!{timestamp:mm}/!{timestamp:ss}/', buffer: {size: 20kB, age: 1s}}}
          hourly: {account: '111122223333', to: {folder: './out/hourly/!{timestamp:yyyy/MM/dd/HH}/', format: parquet}}
        """);
    trail.importAll(logs);
  }

  private static Program.Ended done(Program.Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).doesNotContain("\tat ");
    return ended;
  }

  /// T43.
  @Test
  void tryLooksThroughFilesAndTheTableAlike() throws Exception {
    Path condition = Files.writeString(folder.resolve("c.json"), "{\"account\":\"111122223333\"}");
    String pattern = "{ $.recipientAccountId = 111122223333 }";
    String over = logs.toString();
    Program.Ended files =
        done(
            trail.routes(
                "try",
                "--condition",
                condition.toString(),
                "--filter-pattern",
                pattern,
                "--over",
                over));
    assertThat(files.out())
        .contains("3,000 of 6,000 events")
        .contains(pattern + ": 3,000 of 6,000 events")
        .contains("… and 2,995 more");
    for (String[] place : new String[][] {{over}, {"table"}}) {
      JsonNode told =
          JSON.readTree(
              done(trail.routes(
                      "try", "--condition", condition.toString(), "--json", "--over", place[0]))
                  .out());
      assertThat(told).hasSize(1);
      assertThat(told.get(0).get("matches").intValue()).isEqualTo(3000);
      List<String> ids = new ArrayList<>();
      told.get(0).get("events").forEach(event -> ids.add(event.get("eventid").textValue()));
      assertThat(ids).containsExactlyInAnyOrderElementsOf(trail.chosen);
    }
  }

  /// T44.
  @Test
  void dryRunSaysWhatARouteWouldDoAndSendsNothing() throws Exception {
    String out = done(trail.routes("dry-run", "hourly")).out();
    assertThat(out)
        .contains("hourly: 6,000 in = 3,000 kept + 3,000 dropped")
        .contains("a month for S3")
        .contains("kept, such as {")
        .contains("dropped, such as {")
        .doesNotContain("small");
    JsonNode all = JSON.readTree(done(trail.routes("dry-run", "--json")).out());
    for (String name : List.of("small", "hourly")) {
      assertThat(all.get(name).get("in").intValue()).isEqualTo(6000);
      assertThat(all.get(name).get("kept").intValue()).isEqualTo(3000);
      assertThat(all.get(name).get("dropped").intValue()).isEqualTo(3000);
      assertThat(all.get(name).get("objects").intValue()).isPositive();
      assertThat(all.get(name).get("kept_samples")).hasSize(5);
    }
    JsonNode none =
        JSON.readTree(done(trail.routes("dry-run", "--json", "--to", "2026-04-30")).out());
    assertThat(none.get("small").get("in").intValue()).isZero();
    assertThat(RoutedObjects.in(folder.resolve("out/dry")).contents()).isEmpty();
    assertThat(trail.routes("dry-run", "smal").err()).contains("Did you mean small?");
  }

  /// T42.
  @Test
  void checkSaysWhereRoutesGoAndThatTheyHaveNotBegun() {
    assertThat(done(trail.routes("check")).out())
        .contains("small: to " + folder.resolve("out/small"))
        .contains("not started yet: serve begins with what comes next");
  }

  /// T45, T46.
  @Test
  void replayedTwiceOrKilledInBetweenTheObjectsAreTheSame() throws Exception {
    Path out = folder.resolve("out/small");
    Program.Ended first = done(trail.routes("replay", "small"));
    assertThat(first.err())
        .contains("small: 6,000 in = 3,000 kept + 3,000 dropped; 3,000 kept = 3,000 delivered");
    RoutedObjects once = RoutedObjects.in(out);
    assertThat(once.ids()).containsExactlyInAnyOrderElementsOf(trail.chosen);
    done(trail.routes("replay", "small"));
    assertThat(RoutedObjects.in(out).isSameAs(once)).isTrue();
    int hit = 0;
    for (int kill = 1; kill <= 3; kill++) {
      WholeHome.remove(out);
      int enough = kill * once.contents().size() / 5;
      try (Program.Running running = trail.startRoutes("replay", "small")) {
        Await.until(() -> RoutedObjects.in(out).contents().size() >= enough || !running.isAlive());
        hit += running.kill() ? 1 : 0;
      }
      done(trail.routes("replay", "small"));
      assertThat(RoutedObjects.in(out).isSameAs(once)).isTrue();
    }
    assertThat(hit).as("kills that hit a running replay").isPositive();
    assertThat(WholeHome.names(trail.served.home.resolve("replays"))).isEmpty();

    Program.Ended empty = done(trail.routes("replay", "hourly", "--to", "2020-01-01"));
    assertThat(empty.err()).contains("hourly: 0 in = 0 kept + 0 dropped");
    done(trail.routes("replay", "hourly", "--from", "2026-05-01", "--to", "2026-05-03"));
    assertThat(RoutedObjects.in(folder.resolve("out/hourly")).ids())
        .containsExactlyInAnyOrderElementsOf(trail.chosen);
  }

  /// C1, T1: every mistake of the routes, each with its line.
  @Test
  void mistakesInRoutesAreAllNamedWithTheirLines() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            """
            routes:
              one:
                match: {sauce: [aws.iam]}
                to: {s3: 'http://bucket/'}
              two:
                filter-pattern: '{ $.eventName = }'
                shape: {redact: {eventID: hash}}
                to: {folder: './x/!{timestamp}/', fromat: jsonl}
              three: {name: CreateUser}
            """);
    Program.Ended ended =
        Program.run(
            folder,
            Map.of(),
            List.of(
                Program.app().resolve("trailhouse").toString(),
                "config",
                "check",
                "--config",
                config.toString()));
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out() + ended.err())
        .contains("wrong.yaml:4:", "is no place in a bucket")
        .contains("wrong.yaml:6:", "filter-pattern")
        .contains("wrong.yaml:7:", "needs hash-key")
        .contains("wrong.yaml:8:", "did you mean format?", "the key '!{timestamp}/'")
        .contains("wrong.yaml:9:", "needs to, the place that its events go to");
  }
}
