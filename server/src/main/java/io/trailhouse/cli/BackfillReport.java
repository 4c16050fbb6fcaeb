package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.aws.history.HistoryEstimate;
import io.trailhouse.aws.history.HistoryFiles;
import io.trailhouse.aws.history.HistorySource.LaneState;
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
  private static final int MOST_LANES_ESTIMATED = 10;

  private final PrintWriter out;
  private final boolean json;

  BackfillReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// A run that has ended, or was ended.
  record Done(Backfill backfill, List<LaneState> lanes, IngestMetrics counters, double seconds) {
    /// Of all lanes.
    long sum(ToLongFunction<LaneState> number) {
      return lanes.stream().mapToLong(number).sum();
    }

    boolean isComplete() {
      return backfill.refused().isEmpty()
          && counters.quarantined() == 0
          && lanes.stream().allMatch(Done::isRead);
    }

    static boolean isRead(LaneState lane) {
      return !lane.refused() && lane.walked() >= lane.seconds();
    }
  }

  void begin(PrintWriter err, Backfill backfill, Backfill.Spans spans) {
    long accounts = backfill.lanes().stream().map(lane -> lane.account()).distinct().count();
    err.print(
        Counted.format(
            "Event history of %,d account%s: %,d lanes (an account in a Region each)%s.%n",
            accounts,
            accounts == 1 ? "" : "s",
            backfill.lanes().size(),
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
    List<HistoryEstimate.Expected> lanes =
        backfill.estimate().stream()
            .sorted(Comparator.comparingDouble(HistoryEstimate.Expected::events).reversed())
            .toList();
    double events = lanes.stream().mapToDouble(HistoryEstimate.Expected::events).sum();
    long calls = lanes.stream().mapToLong(HistoryEstimate.Expected::calls).sum();
    long longest = lanes.stream().mapToLong(HistoryEstimate.Expected::calls).max().orElse(0);
    Duration time = backfill.time(longest);
    if (json) {
      JsonNumbers.of()
          .with("lanes", lanes.size())
          .with("events", Math.round(events))
          .with("calls", calls)
          .with("seconds", (double) time.toMillis() / 1000)
          .print(out);
      return;
    }
    for (HistoryEstimate.Expected lane : lanes.stream().limit(MOST_LANES_ESTIMATED).toList()) {
      out.printf("%-36s %s%n", lane.lane(), expected(lane, backfill));
    }
    if (lanes.size() > MOST_LANES_ESTIMATED) {
      out.print(Counted.format("... and %,d smaller lanes%n", lanes.size() - MOST_LANES_ESTIMATED));
    }
    out.print(
        Counted.format(
            "%,d lanes, about %,.0f events in %,d pages, a call each; all lanes work at once, the"
                + " longest takes %s.%n",
            lanes.size(), events, calls, clock(time)));
    out.flush();
  }

  private static String expected(HistoryEstimate.Expected lane, Backfill backfill) {
    return lane.problem() == null
        ? Counted.format(
            "%s%,.0f events, %,d calls, %s",
            lane.exact() ? "" : "about ",
            lane.events(),
            lane.calls(),
            clock(backfill.time(lane.calls())))
        : TerminalEscaper.line(lane.problem());
  }

  private static String clock(Duration time) {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /// Says how it went; answers whether all that was wanted is there.
  boolean end(Done done) throws IOException {
    if (json) {
      out.println(text(done));
    } else {
      lanes(done);
      sums(done);
    }
    out.flush();
    return done.isComplete();
  }

  private void lanes(Done done) {
    List<LaneState> shown =
        done.lanes().stream().filter(lane -> lane.events() > 0 || !Done.isRead(lane)).toList();
    if (!shown.isEmpty()) {
      out.printf(
          "%-36s %10s %8s %9s %8s  %s%n", "lane", "events", "calls", "throttled", "time", "state");
    }
    for (LaneState lane : shown) {
      out.printf(
          "%-36s %,10d %,8d %,9d %8s  %s%n",
          lane.name(),
          lane.events(),
          lane.calls(),
          lane.throttled(),
          clock(Duration.ofMillis(lane.millis())),
          state(lane));
    }
  }

  private static String state(LaneState lane) {
    String problem = lane.problem() == null ? "" : ": " + TerminalEscaper.line(lane.problem());
    if (lane.refused()) {
      return "refused" + problem;
    }
    return Done.isRead(lane) ? "read" : "stopped" + problem;
  }

  private void sums(Done done) {
    List<LaneState> lanes = done.lanes();
    long calls = done.sum(LaneState::calls);
    long throttled = done.sum(LaneState::throttled);
    long read = lanes.stream().filter(Done::isRead).count();
    IngestMetrics counters = done.counters();
    out.print(
        Counted.format(
            "%,d of %,d lanes read in %.1f s: %,d calls (%,.0f/s), %,d throttled.%n",
            read,
            lanes.size(),
            done.seconds(),
            calls,
            calls / Math.max(done.seconds(), 0.001),
            throttled));
    out.print(
        Counted.format(
            "%,d events: %,d new in the table, %,d there already, %,d files quarantined.%n",
            done.sum(LaneState::events),
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
      json.writeNumberField("events", done.sum(LaneState::events));
      json.writeNumberField("rows", done.counters().rows());
      json.writeNumberField("duplicates", done.counters().duplicates());
      json.writeNumberField("quarantined", done.counters().quarantined());
      json.writeNumberField("calls", done.sum(LaneState::calls));
      json.writeNumberField("throttled", done.sum(LaneState::throttled));
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
      json.writeArrayFieldStart("lanes");
      for (LaneState lane : done.lanes()) {
        write(json, lane);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, LaneState lane) throws IOException {
    json.writeStartObject();
    json.writeStringField("account", lane.name().account());
    json.writeStringField("region", lane.name().region());
    json.writeStringField("category", lane.name().insight() ? "Insight" : "Management");
    json.writeStringField(
        "state", lane.refused() ? "refused" : Done.isRead(lane) ? "read" : "stopped");
    json.writeNumberField("events", lane.events());
    json.writeNumberField("calls", lane.calls());
    json.writeNumberField("throttled", lane.throttled());
    json.writeNumberField("failed", lane.failed());
    json.writeNumberField("seconds", lane.millis() / 1000.0);
    if (lane.problem() != null) {
      json.writeStringField("problem", lane.problem());
    }
    json.writeEndObject();
  }
}
