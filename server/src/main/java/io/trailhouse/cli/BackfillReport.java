package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.aws.history.HistoryEstimate;
import io.trailhouse.aws.history.HistoryFiles;
import io.trailhouse.aws.history.HistorySource.PartitionState;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Backfill;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What a backfill says before it begins and at its end.
final class BackfillReport {
  private static final int MOST_ESTIMATED = 10;

  private final PrintWriter out;
  private final boolean json;

  BackfillReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// A run that has ended, or was ended.
  record Done(
      Backfill backfill, List<PartitionState> partitions, IngestMetrics counters, double seconds) {
    /// Of all partitions.
    long sum(ToLongFunction<PartitionState> number) {
      return partitions.stream().mapToLong(number).sum();
    }

    boolean isComplete() {
      return backfill.refused().isEmpty()
          && counters.quarantined() == 0
          && partitions.stream().allMatch(Done::isRead);
    }

    static boolean isRead(PartitionState partition) {
      return !partition.refused() && partition.walked() >= partition.seconds();
    }
  }

  void begin(PrintWriter err, Backfill backfill, Backfill.Spans spans) {
    long accounts =
        backfill.partitions().stream().map(partition -> partition.account()).distinct().count();
    err.print(
        Counted.format(
            "Event history of %,d account%s: %,d partitions (an account in a Region each)%s.%n",
            accounts,
            accounts == 1 ? "" : "s",
            backfill.partitions().size(),
            spans instanceof Backfill.Spans.All all
                ? ", %s to %s".formatted(all.from(), all.to())
                : ""));
    err.println(
        "It has no data events, no network activity events, and nothing older than 90 days.");
    backfill
        .refused()
        .forEach((account, why) ->
            err.printf("%s is left out: %s%n", account, TerminalEscaper.line(why)));
    err.flush();
  }

  void estimate(Backfill backfill) throws InterruptedException, IOException {
    List<HistoryEstimate.Expected> partitions =
        backfill.estimate().stream()
            .sorted(Comparator.comparingDouble(HistoryEstimate.Expected::events).reversed())
            .toList();
    double events = partitions.stream().mapToDouble(HistoryEstimate.Expected::events).sum();
    long calls = partitions.stream().mapToLong(HistoryEstimate.Expected::calls).sum();
    long longest = partitions.stream().mapToLong(HistoryEstimate.Expected::calls).max().orElse(0);
    Duration time = backfill.time(longest);
    if (json) {
      JsonNumbers.of()
          .with("partitions", partitions.size())
          .with("events", Math.round(events))
          .with("calls", calls)
          .with("seconds", (double) time.toMillis() / 1000)
          .print(out);
      return;
    }
    for (HistoryEstimate.Expected each : partitions.stream().limit(MOST_ESTIMATED).toList()) {
      out.printf("%-36s %s%n", each.partition(), expected(each, backfill));
    }
    if (partitions.size() > MOST_ESTIMATED) {
      out.print(
          Counted.format("... and %,d smaller partitions%n", partitions.size() - MOST_ESTIMATED));
    }
    out.print(
        Counted.format(
            "%,d partitions, about %,.0f events in %,d pages, a call each; all are read at"
                + " once, the longest takes %s.%n",
            partitions.size(), events, calls, clock(time)));
    out.flush();
  }

  private static String expected(HistoryEstimate.Expected partition, Backfill backfill) {
    return partition.problem() == null
        ? Counted.format(
            "%s%,.0f events, %,d calls, %s",
            partition.exact() ? "" : "about ",
            partition.events(),
            partition.calls(),
            clock(backfill.time(partition.calls())))
        : TerminalEscaper.line(partition.problem());
  }

  private static String clock(Duration time) {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /// Says how it went; answers whether all that was wanted is there.
  boolean end(Done done) throws IOException {
    if (json) {
      out.println(text(done));
    } else {
      partitions(done);
      sums(done);
    }
    out.flush();
    return done.isComplete();
  }

  private void partitions(Done done) {
    List<PartitionState> shown =
        done.partitions().stream()
            .filter(partition -> partition.events() > 0 || !Done.isRead(partition))
            .toList();
    if (!shown.isEmpty()) {
      out.printf(
          "%-36s %10s %8s %9s %8s  %s%n",
          "partition", "events", "calls", "throttled", "time", "state");
    }
    for (PartitionState partition : shown) {
      out.printf(
          "%-36s %,10d %,8d %,9d %8s  %s%n",
          partition.name(),
          partition.events(),
          partition.calls(),
          partition.throttled(),
          clock(Duration.ofMillis(partition.millis())),
          state(partition));
    }
  }

  private static String state(PartitionState partition) {
    String problem =
        partition.problem() == null ? "" : ": " + TerminalEscaper.line(partition.problem());
    if (partition.refused()) {
      return "refused" + problem;
    }
    return Done.isRead(partition) ? "read" : "stopped" + problem;
  }

  private void sums(Done done) {
    List<PartitionState> partitions = done.partitions();
    long calls = done.sum(PartitionState::calls);
    long throttled = done.sum(PartitionState::throttled);
    long read = partitions.stream().filter(Done::isRead).count();
    IngestMetrics counters = done.counters();
    out.print(
        Counted.format(
            "%,d of %,d partitions read in %.1f s: %,d calls (%,.0f/s), %,d throttled.%n",
            read,
            partitions.size(),
            done.seconds(),
            calls,
            calls / Math.max(done.seconds(), 0.001),
            throttled));
    out.print(
        Counted.format(
            "%,d events: %,d new in the table, %,d there already, %,d files quarantined.%n",
            done.sum(PartitionState::events),
            counters.rows(),
            counters.duplicates(),
            counters.quarantined()));
    HistoryFiles files = done.backfill().files();
    if (files != null) {
      out.print(
          Counted.format(
              "%,d events in %,d new log files; %,d events stood in log files already.%n",
              files.events(), files.files(), files.present()));
    }
    for (Map.Entry<String, String> account : done.backfill().refused().entrySet()) {
      out.printf(
          "%s was left out: %s%n", account.getKey(), TerminalEscaper.line(account.getValue()));
    }
    if (!done.isComplete()) {
      out.println("Not all is read. The same command again goes on with what is missing.");
    }
  }

  private static String text(Done done) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("complete", done.isComplete());
      json.writeNumberField("events", done.sum(PartitionState::events));
      json.writeNumberField("rows", done.counters().rows());
      json.writeNumberField("duplicates", done.counters().duplicates());
      json.writeNumberField("quarantined", done.counters().quarantined());
      json.writeNumberField("calls", done.sum(PartitionState::calls));
      json.writeNumberField("throttled", done.sum(PartitionState::throttled));
      json.writeNumberField("seconds", Math.round(done.seconds() * 1000) / 1000.0);
      HistoryFiles files = done.backfill().files();
      if (files != null) {
        json.writeNumberField("files", files.files());
        json.writeNumberField("file_events", files.events());
        json.writeNumberField("file_events_there", files.present());
      }
      json.writeObjectFieldStart("refused_accounts");
      for (Map.Entry<String, String> account : done.backfill().refused().entrySet()) {
        json.writeStringField(account.getKey(), account.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("partitions");
      for (PartitionState partition : done.partitions()) {
        write(json, partition);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, PartitionState partition) throws IOException {
    json.writeStartObject();
    json.writeStringField("account", partition.name().account());
    json.writeStringField("region", partition.name().region());
    json.writeStringField("category", partition.name().insight() ? "Insight" : "Management");
    json.writeStringField(
        "state", partition.refused() ? "refused" : Done.isRead(partition) ? "read" : "stopped");
    json.writeNumberField("events", partition.events());
    json.writeNumberField("calls", partition.calls());
    json.writeNumberField("throttled", partition.throttled());
    json.writeNumberField("failed", partition.failed());
    json.writeNumberField("seconds", partition.millis() / 1000.0);
    if (partition.problem() != null) {
      json.writeStringField("problem", partition.problem());
    }
    json.writeEndObject();
  }
}
