package io.trailhouse.rule;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventView;
import io.trailhouse.finding.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A set of records, and which of them rules have found.
final class AttackRecords {
  private final RuleSet rules;
  private final Predicate<EventView> wanted;
  private final EventReader reader = new EventReader();
  private final Map<String, Set<Hit>> byRule = new HashMap<>();
  private final Map<String, Set<String>> findings = new HashMap<>();
  private final Map<String, Set<String>> records = new TreeMap<>();
  private final Set<String> failed = new HashSet<>();

  /// A record that a rule is about.
  ///
  /// @param record its eventID; the file and its number there where it has none
  record Hit(String file, String record) {}

  private AttackRecords(RuleSet rules, Predicate<EventView> wanted) {
    this.rules = rules;
    this.wanted = wanted;
  }

  /// Everything below a folder as one history.
  ///
  /// @param wanted which records count
  static AttackRecords together(RuleSet rules, Path folder, Predicate<EventView> wanted)
      throws IOException {
    AttackRecords all = new AttackRecords(rules, wanted);
    all.run(folder, files(folder));
    return all;
  }

  /// Each file below a folder as a history of its own.
  static AttackRecords apart(RuleSet rules, Path folder) throws IOException {
    AttackRecords all = new AttackRecords(rules, any -> true);
    for (Path file : files(folder)) {
      all.run(folder, List.of(file));
    }
    return all;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void run(Path folder, List<Path> files) throws IOException {
    Pass pass = new Pass();
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      records.put(name, new HashSet<>());
      int[] index = {0};
      try (InputStream in = Files.newInputStream(file)) {
        reader.read(
            in,
            batch -> {
              for (int row = 0; row < batch.rows(); row++) {
                pass.inspect(name, batch, row, index[0]++);
              }
            });
      }
    }
    pass.end();
  }

  /// The way through one history.
  private final class Pass {
    private final RuleSet.Scan scan = rules.scan();
    private final CorrelationEngine engine = CorrelationEngine.loud(rules);
    private final Map<String, List<Hit>> counted = new HashMap<>();

    private void inspect(String file, EventBatch batch, int row, int index) {
      EventView view = batch.view(row);
      if (!wanted.test(view)) {
        return;
      }
      String id = view.text(EventField.EVENT_ID);
      Hit hit = new Hit(file, id == null ? file + "#" + index : id);
      records.computeIfAbsent(file, name -> new HashSet<>()).add(hit.record());
      if (view.text(EventField.ERROR_CODE) != null) {
        failed.add(file);
      }
      int count = scan.match(batch, row);
      for (int i = 0; i < count; i++) {
        note(scan.hit(i).id(), hit.record(), List.of(hit));
      }
      for (MatchedEvent matched : scan.matched(batch, row)) {
        MatchedEvent light = matched.light();
        engine.add(light);
        String key = light.facts().events().get(0).key();
        counted.computeIfAbsent(key, any -> new ArrayList<>()).add(hit);
      }
    }

    private void note(String rule, String finding, List<Hit> hits) {
      byRule.computeIfAbsent(rule, id -> new HashSet<>()).addAll(hits);
      findings.computeIfAbsent(rule, id -> new HashSet<>()).add(finding);
    }

    private void end() {
      for (Finding finding : engine.settleAll()) {
        List<Hit> hits = new ArrayList<>();
        finding
            .events()
            .forEach(event -> hits.addAll(counted.getOrDefault(event.key(), List.of())));
        note(finding.ruleId(), finding.id(), hits);
      }
    }
  }

  /// How many different records there are.
  int size() {
    Set<String> all = new HashSet<>();
    records.values().forEach(all::addAll);
    return all.size();
  }

  /// The files, and how many records each holds.
  Map<String, Integer> files() {
    Map<String, Integer> sizes = new TreeMap<>();
    records.forEach((file, all) -> sizes.put(file, all.size()));
    return sizes;
  }

  /// Whether a file has a record of a call that failed.
  boolean hasFailure(String file) {
    return failed.contains(file);
  }

  /// What a rule has found, copies included.
  Set<Hit> of(Rule rule) {
    return byRule.getOrDefault(rule.id(), Set.of());
  }

  /// How often a rule has found something.
  int findings(Rule rule) {
    return findings.getOrDefault(rule.id(), Set.of()).size();
  }

  /// How often some rules have found something.
  int findings(Predicate<Rule> which) {
    return rules.rules().stream().filter(which).mapToInt(this::findings).sum();
  }

  /// The rules that have found something in a file, in their order.
  List<Rule> in(String file) {
    return rules.rules().stream()
        .filter(rule -> of(rule).stream().anyMatch(hit -> hit.file().equals(file)))
        .toList();
  }

  /// Different records, and the files they stand in, that some rules have found.
  String recordsAndFiles(List<Rule> some) {
    Set<String> found = new HashSet<>();
    Set<String> files = new TreeSet<>();
    for (Rule rule : some) {
      for (Hit hit : of(rule)) {
        found.add(hit.record());
        files.add(hit.file());
      }
    }
    return found.isEmpty() ? "" : "%,d / %,d".formatted(found.size(), files.size());
  }
}
