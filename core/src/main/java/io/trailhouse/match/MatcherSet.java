package io.trailhouse.match;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Many conditions on one stream of records. Those that name an event or a service are asked only
/// about records of that name or service, so that cost grows slower than their number.
///
/// Immutable; each thread asks with a [Scan] of its own.
public final class MatcherSet {
  private final Matcher[] matchers;
  private final long[] tops;
  private final long[] structures;
  private final int[] always;
  private final int[] all;
  private final Index byName;
  private final Index byService;

  /// Numbers of conditions by a key in lower case.
  private record Index(ByteTable keys, int[][] numbers) {
    private static final int[] NONE = new int[0];

    static Index of(Map<String, List<Integer>> byKey) {
      List<byte[]> keys =
          byKey.keySet().stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
      return new Index(
          new ByteTable(keys, false),
          byKey.values().stream().map(MatcherSet::ints).toArray(int[][]::new));
    }

    int[] find(byte[] text, int from, int to) {
      int number = keys.find(text, from, to);
      return number < 0 ? NONE : numbers[number];
    }
  }

  public MatcherSet(List<Predicate> predicates) {
    Map<String, List<Integer>> names = new LinkedHashMap<>();
    Map<String, List<Integer>> services = new LinkedHashMap<>();
    List<Integer> rest = new ArrayList<>();
    matchers = new Matcher[predicates.size()];
    List<Needs> needs = predicates.stream().map(Needs::of).toList();
    tops = needs.stream().mapToLong(Needs::tops).toArray();
    structures = needs.stream().mapToLong(Needs::structures).toArray();
    all = new int[matchers.length];
    for (int number = 0; number < matchers.length; number++) {
      matchers[number] = Matchers.compile(predicates.get(number));
      all[number] = number;
      Clue clue = Clue.of(predicates.get(number));
      Set<String> byName = clue.names();
      Set<String> byService = clue.services();
      if (byName != null) {
        note(names, byName, number);
      } else if (byService != null) {
        note(services, byService, number);
      } else {
        rest.add(number);
      }
    }
    always = ints(rest);
    this.byName = Index.of(names);
    this.byService = Index.of(services);
  }

  private static void note(Map<String, List<Integer>> index, Set<String> keys, int number) {
    keys.forEach(key -> index.computeIfAbsent(key, each -> new ArrayList<>()).add(number));
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  public int size() {
    return matchers.length;
  }

  public Scan scan() {
    return new Scan();
  }

  /// One thread's way through records.
  public final class Scan {
    private final Subject subject = new Subject();
    private int[] hits = new int[16];
    private int count;

    /// Asks about one record; how many conditions are true of it.
    public int match(EventBatch batch, int row) {
      subject.point(batch, row);
      count = 0;
      ask(always);
      int name = subject.top(EventField.EVENT_NAME);
      int source = subject.top(EventField.EVENT_SOURCE);
      if (isOdd(name) || isOdd(source)) {
        count = 0;
        ask(all);
        return count;
      }
      if (name != 0) {
        subject.readText(name);
        ask(byName.find(subject.textBytes, subject.textFrom, subject.textTo));
      }
      if (source != 0) {
        subject.readText(source);
        ask(byService.find(subject.textBytes, subject.textFrom, labelEnd()));
      }
      return count;
    }

    private boolean isOdd(int value) {
      return value != 0 && subject.kind(value) != ValueKind.STRING;
    }

    private int labelEnd() {
      int at = subject.textFrom;
      while (at < subject.textTo && subject.textBytes[at] != '.') {
        at++;
      }
      return at;
    }

    private void ask(int[] numbers) {
      for (int number : numbers) {
        if (!subject.lacks(tops[number], structures[number]) && matchers[number].matches(subject)) {
          if (count == hits.length) {
            hits = Arrays.copyOf(hits, count * 2);
          }
          hits[count++] = number;
        }
      }
    }

    /// The number of a condition that was true, in no order.
    ///
    /// @param index from 0 to what [#match] answered
    public int hit(int index) {
      return hits[index];
    }
  }
}
