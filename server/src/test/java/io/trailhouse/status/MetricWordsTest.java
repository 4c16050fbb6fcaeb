package io.trailhouse.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every metric says what it is, and docs/metrics.md lists exactly those that there are.
class MetricWordsTest {
  private static final Instant AT = Instant.parse("2026-05-01T08:00:00Z");
  private static final Path PAGE =
      Path.of(System.getProperty("trailhouse.root", "..")).resolve("docs/metrics.md");

  /// A row of the page: its name, kind, labels and words.
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (.*?) ?\\| (.*) \\|");

  private static ServeStatus status() {
    Map<String, Long> counts =
        MetricWords.ALL.keySet().stream()
            .map(name -> name.substring("trailhouse_".length()))
            .filter(name ->
                name.matches("(?:files|events|messages|listing|history)_.*|left_alone|.*_calls"))
            .filter(name -> !name.equals("events_inspected"))
            .collect(Collectors.toMap(name -> name, name -> 1L));
    SourceStatus source =
        new SourceStatus("trail", "queue", "RUNNING", null, AT, Map.of(), counts, AT);
    RouteStatus route =
        new RouteStatus(
            "iam",
            null,
            "3:0",
            new RouteStatus.Counts(1, 1, new TreeMap<>(), 1, 0, new TreeMap<>()));
    AlertStatus alert = new AlertStatus("mail", null, null, Map.of());
    RulesStatus rules = new RulesStatus(null, null, 1, "3:0", 1, 1, 0, 0, List.of(alert));
    return new ServeStatus(
        "1.0",
        "/home",
        AT,
        "3:0",
        List.of(source),
        List.of(route),
        rules,
        new ServeStatus.UpkeepStatus(null, null, 3),
        List.of(),
        List.of());
  }

  /// A metric as the page's row has it.
  private static Set<String> scraped() {
    String text = new Metrics(MetricWordsTest::status).scrape();
    Map<String, String> words = all(text, "# HELP (\\S+) (.*)");
    Map<String, String> kinds = all(text, "# TYPE (\\S+) (\\w+)");
    Map<String, Set<String>> labels = new TreeMap<>();
    Matcher sample = Pattern.compile("(?m)^(trailhouse_\\w+)(?:\\{(.*)})? \\S+$").matcher(text);
    while (sample.find()) {
      Set<String> of = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
      Matcher label =
          Pattern.compile("(\\w+)=\"").matcher(sample.group(2) == null ? "" : sample.group(2));
      while (label.find()) {
        of.add("`" + label.group(1) + "`");
      }
    }
    Set<String> rows = new TreeSet<>();
    labels.forEach((name, of) ->
        rows.add(
            String.join(
                " | ", name, kinds.get(name), of.toString(), String.valueOf(words.get(name)))));
    return rows;
  }

  private static Map<String, String> all(String text, String line) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = Pattern.compile("(?m)^" + line + "$").matcher(text);
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    return found;
  }

  @Test
  void thePageListsEveryMetricThatThereIsWithTheSameWords() throws IOException {
    Set<String> documented = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      Set<String> labels = new TreeSet<>(List.of(row.group(3).split(", ")));
      labels.remove("");
      documented.add(
          String.join(" | ", row.group(1), row.group(2), labels.toString(), row.group(4)));
    }
    assertThat(scraped()).isEqualTo(documented);
    assertThat(documented).hasSameSizeAs(MetricWords.ALL.keySet());
  }
}
