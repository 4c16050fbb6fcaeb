package io.trailhouse.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.match.MatcherSet;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import io.trailhouse.route.RecordForm;
import io.trailhouse.route.RecordWriter;
import io.trailhouse.route.Shape;
import io.trailhouse.route.TextFormat;
import io.trailhouse.select.Condition;
import io.trailhouse.select.InvalidConditionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Fifty routes' conditions over records in memory, and from log files to written JSON Lines.
public final class FilterPasses {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// An object of a route is written when it has so many bytes.
  private static final int OBJECT = 4 << 20;

  private FilterPasses() {}

  /// Runs the passes that the arguments name.
  ///
  /// @param arguments number of log files, of rounds, and a folder for what is written
  public static void main(String[] arguments) throws Exception {
    MatchData data = MatchData.sample(Integer.parseInt(arguments[0]));
    List<Predicate> conditions = conditions();
    Matching matching = new Matching(data, conditions);
    Rounds rounds = new Rounds(Integer.parseInt(arguments[1]));
    matching.addOurs(rounds, "Trailhouse");
    matching.addRuler(rounds);
    matching.addNaive(rounds);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    MatcherSet set = new MatcherSet(conditions);
    Rounds.Pass written = () -> written(data.files(), set, folder);
    rounds.add(
        new Rounds.Variant(
            "gunzip to JSON Lines",
            conditions.size(),
            data.rows(),
            matching.matches(),
            true,
            written));
    rounds.run();
  }

  private static List<Predicate> conditions() throws IOException, InvalidConditionException {
    List<Predicate> conditions = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(FilterPasses.class.getResourceAsStream("routes.json"))) {
      for (Object tree : JSON.readValue(in, List.class)) {
        conditions.add(Condition.compile((Map<?, ?>) tree));
      }
    }
    return conditions;
  }

  /// Reads log files and writes, for each route, the records it chooses; gives their number.
  private static long written(List<byte[]> files, MatcherSet set, Path folder) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (int route = 0; route < set.size(); route++) {
      targets.add(new Target(folder.resolve("route-" + route + ".jsonl")));
    }
    MatcherSet.Scan scan = set.scan();
    Subject subject = new Subject();
    RecordWriter writer = new RecordWriter(RecordForm.RECORD, Shape.AS_IT_IS);
    EventReader reader = new EventReader();
    List<EventBatch> batches = new ArrayList<>();
    long count = 0;
    for (byte[] file : files) {
      reader.read(new ByteArrayInputStream(file), batches::add);
      for (EventBatch batch : batches) {
        for (int row = 0; row < batch.rows(); row++) {
          int hits = scan.match(batch, row);
          if (hits > 0) {
            subject.point(batch, row);
          }
          for (int hit = 0; hit < hits; hit++) {
            targets.get(scan.hit(hit)).add(writer.write(subject));
          }
          count += hits;
        }
      }
      batches.clear();
    }
    for (Target target : targets) {
      target.close();
    }
    return count;
  }

  /// What one route writes.
  private static final class Target {
    private final OutputStream out;
    private final List<byte[]> records = new ArrayList<>();
    private long bytes;

    Target(Path file) throws IOException {
      out = Files.newOutputStream(file);
    }

    void add(byte[] record) throws IOException {
      records.add(record);
      bytes += record.length;
      if (bytes >= OBJECT) {
        write();
      }
    }

    private void write() throws IOException {
      out.write(new TextFormat(false, false).encode(records));
      records.clear();
      bytes = 0;
    }

    void close() throws IOException {
      write();
      out.close();
    }
  }
}
