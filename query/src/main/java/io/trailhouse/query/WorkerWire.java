package io.trailhouse.query;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.SchemaParser;
import org.jspecify.annotations.Nullable;

/// What a [QueryPool] and a [QueryWorker] say to each other: each message is a byte for its kind
/// and then its parts. Both are the same program, so there are no versions.
final class WorkerWire {
  /// From the pool: its settings, a statement, one for a file, the wish to end it, and answers to
  /// [#PLAN].
  static final int SETTINGS = 'S';

  static final int ASK = 'A';
  static final int EXPORT = 'E';
  static final int CANCEL = 'C';
  static final int PLANNED = 'P';
  static final int PLAN_FAILED = 'X';

  /// From the worker: that it can take a statement, the question for files, and the answer's parts.
  static final int READY = 'r';

  static final int PLAN = 'p';
  static final int COLUMNS = 'c';
  static final int ROW = 'w';
  static final int END = 'e';
  static final int FAILED = 'f';

  private WorkerWire() {}

  /// A statement, and where its rows go.
  ///
  /// @param file a Parquet file; null when they are wanted as an answer
  record Order(String sql, @Nullable Path file) {}

  static void order(DataOutputStream out, Order order) throws IOException {
    Path file = order.file();
    out.writeByte(file == null ? ASK : EXPORT);
    text(out, order.sql());
    if (file != null) {
      text(out, file.toString());
    }
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  static void texts(DataOutputStream out, Iterable<String> texts, int count) throws IOException {
    out.writeInt(count);
    for (String text : texts) {
      text(out, text);
    }
  }

  static List<String> texts(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  static void problem(DataOutputStream out, TrailhouseException problem) throws IOException {
    text(out, problem.code().name());
    text(out, problem.problem());
    text(out, problem.place());
    text(out, problem.remedy());
  }

  static TrailhouseException problem(DataInputStream in) throws IOException {
    return new TrailhouseException(Code.valueOf(text(in)), text(in), text(in), text(in));
  }

  static void columns(DataOutputStream out, List<QueryAnswer.Column> columns) throws IOException {
    out.writeInt(columns.size());
    for (QueryAnswer.Column column : columns) {
      text(out, column.name());
      text(out, column.type());
    }
  }

  static List<QueryAnswer.Column> columns(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<QueryAnswer.Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(new QueryAnswer.Column(text(in), text(in)));
    }
    return columns;
  }

  static void ranges(DataOutputStream out, EventRanges ranges) throws IOException {
    text(out, ranges.from() == null ? "" : ranges.from().toString());
    text(out, ranges.to() == null ? "" : ranges.to().toString());
    out.writeInt(ranges.values().size());
    for (Map.Entry<String, Set<String>> entry : ranges.values().entrySet()) {
      text(out, entry.getKey());
      texts(out, entry.getValue(), entry.getValue().size());
    }
    texts(out, ranges.texts(), ranges.texts().size());
  }

  static EventRanges ranges(DataInputStream in) throws IOException {
    String from = text(in);
    String to = text(in);
    Map<String, Set<String>> values = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      values.put(text(in), new HashSet<>(texts(in)));
    }
    return new EventRanges(
        from.isEmpty() ? null : LocalDateTime.parse(from),
        to.isEmpty() ? null : LocalDateTime.parse(to),
        values,
        new HashSet<>(texts(in)));
  }

  static void plan(DataOutputStream out, TableFiles.Plan plan) throws IOException {
    text(out, SchemaParser.toJson(plan.schema()));
    texts(out, plan.files(), plan.files().size());
    out.writeBoolean(plan.evolved());
  }

  static TableFiles.Plan plan(DataInputStream in) throws IOException {
    return new TableFiles.Plan(SchemaParser.fromJson(text(in)), texts(in), in.readBoolean());
  }

  static void settings(DataOutputStream out, QuerySettings settings) throws IOException {
    out.writeLong(settings.memory());
    out.writeInt(settings.threads());
    out.writeLong(settings.timeLimit().toMillis());
    text(out, settings.scratch().folder().toString());
    out.writeLong(settings.scratch().bytes());
    texts(
        out,
        settings.readable().stream().map(Object::toString).toList(),
        settings.readable().size());
  }

  static QuerySettings settings(DataInputStream in) throws IOException {
    return new QuerySettings(
        in.readLong(),
        in.readInt(),
        java.time.Duration.ofMillis(in.readLong()),
        new QuerySettings.Scratch(Path.of(text(in)), in.readLong()),
        texts(in).stream().map(folder -> Path.of(folder)).toList());
  }
}
