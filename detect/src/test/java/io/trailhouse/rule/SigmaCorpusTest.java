package io.trailhouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Every rule of two public collections over every sample record (spec: rules.md).
class SigmaCorpusTest {
  /// R1, R2, R10 to R18: the engine finds what the slow evaluator finds, no more and no less.
  @Test
  void everyRuleOfTheCollectionsFindsExactlyWhatItSays() throws IOException {
    Path folder = SharedData.path("sigma-rules");
    RuleReading reading =
        RulePlaces.read(
            List.of(folder.resolve("sigmahq").toString(), folder.resolve("suzaku").toString()),
            Map.of());
    assertThat(reading.problems()).extracting(RuleProblem::text).isEmpty();
    Map<String, Predicate<SlowSigma>> detections = detections(folder);
    RuleSet set = new RuleSet(reading.rules());
    assertThat(set.correlations()).hasSize(4);
    assertThat(set.rules()).hasSize(detections.size() + 4);

    RuleSet.Scan scan = set.scan();
    long[] sums = new long[2];
    Map<String, String> wrong = new TreeMap<>();
    for (EventBatch batch : records(folder.getParent())) {
      for (int row = 0; row < batch.rows(); row++) {
        Set<String> fast = new HashSet<>();
        int count = scan.match(batch, row);
        for (int hit = 0; hit < count; hit++) {
          fast.add(scan.hit(hit).id());
        }
        Set<String> expected = expected(batch.view(row).json(), detections);
        if (!fast.equals(expected)) {
          wrong.put(batch.view(row).json(), fast + " instead of " + expected);
        }
        sums[0]++;
        sums[1] += expected.size();
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(sums[0]).as("records").isGreaterThan(20_000);
    assertThat(sums[1]).as("matches").isGreaterThan(1_000);
  }

  private static Set<String> expected(String json, Map<String, Predicate<SlowSigma>> detections)
      throws IOException {
    SlowSigma slow = new SlowSigma(json);
    Set<String> expected = new HashSet<>();
    detections.forEach((id, detection) -> {
      if (detection.test(slow)) {
        expected.add(id);
      }
    });
    return expected;
  }

  private static Map<String, Predicate<SlowSigma>> detections(Path folder) throws IOException {
    Map<String, Predicate<SlowSigma>> detections = new LinkedHashMap<>();
    Load yaml = new Load(LoadSettings.builder().build());
    for (String collection : List.of("sigmahq", "suzaku")) {
      for (Path file : files(folder.resolve(collection))) {
        try (InputStream in = Files.newInputStream(file)) {
          for (Object document : yaml.loadAllFromInputStream(in)) {
            Map<String, Object> rule = SlowSigma.map(document);
            if (rule.containsKey("detection")) {
              detections.put(
                  (String) rule.get("id"),
                  SlowSigma.detection(SlowSigma.map(rule.get("detection"))));
            }
          }
        }
      }
    }
    return detections;
  }

  private static List<EventBatch> records(Path data) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    EventReader reader = new EventReader();
    for (Path file : files(data)) {
      try (InputStream in = Files.newInputStream(file)) {
        reader.read(in, batches::add);
      }
    }
    return batches;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
