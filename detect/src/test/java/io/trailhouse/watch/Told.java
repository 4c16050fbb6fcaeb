package io.trailhouse.watch;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.finding.Finding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Events to tell watches, and ways to tell them.
record Told(Instant time, EventBatch batch, int row) {
  private static final EventReader READER = new EventReader();

  static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");

  /// An event with these members beside its version, id and time; `key` makes its id.
  static Told event(String key, Instant time, String members) {
    String json =
        "{\"eventVersion\":\"1.11\",\"eventID\":\"%s\",\"eventTime\":\"%s\"%s}"
            .formatted(key, time, members.isEmpty() ? "" : "," + members);
    return read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))).get(0);
  }

  private static List<Told> read(InputStream file) {
    List<Told> all = new ArrayList<>();
    try {
      READER.read(
          file,
          batch -> {
            for (int row = 0; row < batch.rows(); row++) {
              String time = batch.view(row).text(io.trailhouse.event.EventField.EVENT_TIME);
              if (time != null) {
                all.add(new Told(Instant.parse(time), batch, row));
              }
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /// All events of a folder of log files, by time.
  static List<Told> folder(Path folder) throws IOException {
    List<Told> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          all.addAll(read(in));
        }
      }
    }
    return sorted(all);
  }

  static List<Told> sorted(List<Told> events) {
    return events.stream().sorted(Comparator.comparing(Told::time)).toList();
  }

  static Map<?, ?> yaml(String document) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(document);
  }

  static WatchSpec spec(String document) {
    try {
      return WatchReader.read(yaml(document));
    } catch (io.trailhouse.select.InvalidConditionException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /// In the order of times, then the end.
  static List<Finding> history(List<StatefulRule> watches, List<Told> events) {
    Watches all = Watches.ofHistory(watches);
    for (Told each : sorted(events)) {
      all.observe(each.batch(), each.row());
      all.advance();
    }
    all.finish();
    return all.takeFindings();
  }

  /// Out of order by less than the lateness, each event up to three times, in chunks of which each
  /// is told to new watches that have only what the ones before have saved, and every time the last
  /// chunk again first.
  static List<Finding> live(
      Supplier<List<StatefulRule>> watches, List<Told> events, Duration lateness, Random random) {
    record Arrival(long second, Told event) {}
    List<Arrival> arrivals = new ArrayList<>();
    for (Told each : events) {
      for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
        long delay = random.nextLong(Math.max(1, lateness.toSeconds()));
        arrivals.add(new Arrival(each.time().getEpochSecond() + delay, each));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::second));
    List<Finding> found = new ArrayList<>();
    Watches all = new Watches(watches.get(), lateness, () -> Instant.MAX);
    int at = 0;
    int again = 0;
    while (at < arrivals.size()) {
      int to = Math.min(arrivals.size(), at + 1 + random.nextInt(1 + arrivals.size() / 4));
      for (Arrival each : arrivals.subList(again, to)) {
        all.observe(each.event().batch(), each.event().row());
        if (random.nextInt(10) == 0) {
          all.advance();
        }
      }
      all.advance();
      if (random.nextBoolean()) {
        found.addAll(all.takeFindings());
      }
      all = restarted(all, new Watches(watches.get(), lateness, () -> Instant.MAX));
      again = at;
      at = to;
    }
    all.finish();
    found.addAll(all.takeFindings());
    return Watches.inOrder(found);
  }

  static Watches restarted(Watches before, Watches after) {
    try {
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      before.save(state);
      after.restore(new ByteArrayInputStream(state.toByteArray()));
      return after;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
