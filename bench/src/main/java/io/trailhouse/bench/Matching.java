package io.trailhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.event.EventBatch;
import io.trailhouse.match.Matcher;
import io.trailhouse.match.MatcherSet;
import io.trailhouse.match.Matchers;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import software.amazon.event.ruler.Machine;

/// The same conditions on the same records: by our set, by event-ruler, and each on its own.
final class Matching {
  private final MatchData data;
  private final List<Predicate> conditions;

  /// How many records each condition is true of.
  private final long[] counts;

  Matching(MatchData data, List<Predicate> conditions) {
    this.data = data;
    this.conditions = conditions;
    this.counts = counts(new MatcherSet(conditions));
  }

  long matches() {
    return Arrays.stream(counts).sum();
  }

  private long[] counts(MatcherSet set) {
    long[] found = new long[conditions.size()];
    MatcherSet.Scan scan = set.scan();
    for (EventBatch batch : data.batches()) {
      for (int row = 0; row < batch.rows(); row++) {
        int hits = scan.match(batch, row);
        for (int hit = 0; hit < hits; hit++) {
          found[scan.hit(hit)]++;
        }
      }
    }
    return found;
  }

  Rounds.Variant of(String name, int asked, long expected, Rounds.Pass pass) {
    return new Rounds.Variant(name, asked, data.rows(), expected, false, pass);
  }

  /// Our set, asked record by record.
  void addOurs(Rounds rounds, String name) {
    MatcherSet.Scan scan = new MatcherSet(conditions).scan();
    Rounds.Pass pass =
        () -> {
          long found = 0;
          for (EventBatch batch : data.batches()) {
            for (int row = 0; row < batch.rows(); row++) {
              found += scan.match(batch, row);
            }
          }
          return found;
        };
    rounds.add(of(name, conditions.size(), matches(), pass));
  }

  /// Every condition asked about every record: ours without the index, and over flat maps.
  void addNaive(Rounds rounds) {
    List<Matcher> matchers = conditions.stream().map(Matchers::compile).toList();
    Subject subject = new Subject();
    Rounds.Pass alone =
        () -> {
          long found = 0;
          for (EventBatch batch : data.batches()) {
            for (int row = 0; row < batch.rows(); row++) {
              subject.point(batch, row);
              for (Matcher matcher : matchers) {
                found += matcher.matches(subject) ? 1 : 0;
              }
            }
          }
          return found;
        };
    rounds.add(of("each alone, no index", conditions.size(), matches(), alone));
    addFlat(rounds);
  }

  private void addFlat(Rounds rounds) {
    List<java.util.function.Predicate<FlatRecord>> tests = new ArrayList<>();
    long expected = 0;
    for (int number = 0; number < counts.length; number++) {
      try {
        tests.add(FlatCondition.of(conditions.get(number)));
        expected += counts[number];
      } catch (IllegalArgumentException e) {
        System.err.println("no test of a flat map: " + e.getMessage());
      }
    }
    Rounds.Pass flat =
        () -> {
          long found = 0;
          for (JsonNode event : data.events()) {
            FlatRecord record = FlatRecord.of(event);
            for (var test : tests) {
              found += test.test(record) ? 1 : 0;
            }
          }
          return found;
        };
    rounds.add(of("naive, flat map of a parsed record", tests.size(), expected, flat));
  }

  /// Event-ruler with one machine of all conditions that it can say, and ours with the same ones.
  void addRuler(Rounds rounds) throws IOException {
    List<Integer> expressible = expressible();
    Machine machine = machine(expressible);
    long expected = expressible.stream().mapToLong(number -> counts[number]).sum();
    Rounds.Pass trees =
        () -> {
          long found = 0;
          for (JsonNode event : data.events()) {
            found += machine.rulesForJSONEvent(event).size();
          }
          return found;
        };
    Rounds.Pass texts =
        () -> {
          long found = 0;
          for (String event : data.texts()) {
            found += machine.rulesForJSONEvent(event).size();
          }
          return found;
        };
    new Matching(data, expressible.stream().map(conditions::get).toList())
        .addOurs(rounds, "Trailhouse, what event-ruler can say");
    rounds.add(of("event-ruler, parsed records", expressible.size(), expected, trees));
    rounds.add(of("event-ruler, JSON strings", expressible.size(), expected, texts));
  }

  private Machine machine(List<Integer> numbers) throws IOException {
    Machine machine = Machine.builder().build();
    for (int number : numbers) {
      try {
        for (String pattern : RulerRules.patterns(conditions.get(number))) {
          machine.addRule("c" + number, pattern);
        }
      } catch (RulerRules.Inexpressible e) {
        throw new IllegalStateException(e);
      }
    }
    return machine;
  }

  /// The numbers of the conditions that event patterns say with the same answers.
  private List<Integer> expressible() throws IOException {
    List<Integer> said = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    for (int number = 0; number < counts.length; number++) {
      try {
        machineOf(number);
        said.add(number);
      } catch (RulerRules.Inexpressible | IOException | RuntimeException e) {
        refused.add(number);
      }
    }
    long[] found = new long[counts.length];
    Machine machine = machine(said);
    for (JsonNode event : data.events()) {
      for (String name : machine.rulesForJSONEvent(event)) {
        found[Integer.parseInt(name.substring(1))]++;
      }
    }
    List<Integer> other = new ArrayList<>(said);
    other.removeIf(number -> found[number] == counts[number]);
    System.err.println("no event pattern: " + refused + "; with other matches: " + other);
    for (int number : other) {
      System.err.println(number + ": " + found[number] + " instead of " + counts[number]);
    }
    said.removeAll(other);
    return Collections.unmodifiableList(said);
  }

  private void machineOf(int number) throws IOException, RulerRules.Inexpressible {
    Machine machine = Machine.builder().build();
    for (String pattern : RulerRules.patterns(conditions.get(number))) {
      machine.addRule("c", pattern);
    }
  }
}
