package io.trailhouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.rule.Finding;
import io.trailhouse.source.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules over what comes into the table (spec: rules.md R31, records.md R6.4).
final class DetectorTest {
  private static final String RULES =
      """
      title: user created
      name: created
      logsource: {product: aws, service: cloudtrail}
      detection: {one: {eventName: CreateUser}, condition: one}
      ---
      title: many users created
      correlation:
        type: event_count
        rules: [created]
        group-by: [userIdentity.arn]
        timespan: 10m
        condition: {gte: 5}
      """;

  @TempDir private Path home;
  @TempDir private Path folder;
  private final List<Finding> found = new ArrayList<>();
  private int events;

  private String event(String name, Instant time) {
    return """
    {"eventVersion":"1.11","eventID":"e-%d","eventName":"%s","eventSource":"iam.amazonaws.com",\
    "eventTime":"%s","userIdentity":{"arn":"arn:aws:iam::111122223333:user/mallory"}}\
    """
        .formatted(events++, name, time.truncatedTo(ChronoUnit.SECONDS));
  }

  private void take(Platform platform, String name, List<String> records) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, "{\"Records\":[" + String.join(",", records) + "]}");
    FolderSource source = new FolderSource(List.of(file), platform.scratch());
    platform.carrier(source, "test", new CarryCounters()).carry(1);
  }

  private static void work(Detector detector) throws IOException {
    while (detector.work().isZero()) {
      // until nothing is left
    }
  }

  @Test
  void oneDateInTheFutureSilencesNoCorrelation() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yml"), RULES);
    RulesSpec spec = new RulesSpec(List.of(rules.toString()), List.of(), null, null);
    Instant now = Instant.now();
    try (Platform platform = Platform.open(home);
        Detector detector = Detector.open(platform, LoadedRules.read(spec), found::addAll)) {
      take(
          platform, "first.json", List.of(event("GetUser", Instant.parse("2239-01-01T00:00:00Z"))));
      work(detector);
      List<String> later = new ArrayList<>(List.of(event("GetUser", now)));
      for (int i = 0; i < 5; i++) {
        later.add(event("CreateUser", now.minus(Duration.ofHours(1)).plusSeconds(i)));
      }
      take(platform, "second.json", later);
      work(detector);
      assertThat(found).extracting(Finding::title).containsExactly("many users created");
      assertThat(detector.future()).isEqualTo(1);
    }
  }
}
