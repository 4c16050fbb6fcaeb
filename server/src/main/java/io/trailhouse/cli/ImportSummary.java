package io.trailhouse.cli;

import io.trailhouse.pipeline.CarryCounters;
import io.trailhouse.problem.Counted;
import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What an import says at its end.
final class ImportSummary {
  private static final int MOST_SHOWN = 10;
  private static final int MOST_REGIONS = 4;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final CarryCounters counters;
  private final double seconds;

  ImportSummary(CarryCounters counters, double seconds) {
    this.counters = counters;
    this.seconds = seconds;
  }

  boolean hasTroubles() {
    return counters.quarantined() + counters.unreadable() > 0;
  }

  void print(PrintWriter out) {
    out.print(
        Counted.format(
            "%,d files read in %.1f s (%,.0f events/s): %,d events, %,d new, %,d duplicates,"
                + " %,d files quarantined.%n",
            counters.filesRead(),
            seconds,
            counters.records() / Math.max(seconds, 0.001),
            counters.records(),
            counters.rows(),
            counters.duplicates(),
            counters.quarantined()));
    origins(out);
    line(out, counters.filesKnown(), "files were imported before and not read again");
    line(out, counters.variants(), "new events have the id of another event, but other content");
    untimed(out);
    line(out, counters.future(), "events are dated in the future");
    line(out, counters.digests(), "digest files are kept for later proof");
    if (counters.leftAlone() > 0) {
      List<String> names = counters.namesLeftAlone();
      out.print(
          Counted.format(
              "%,d other files left alone: %s%s%n",
              counters.leftAlone(),
              Visible.line(String.join(", ", names.subList(0, Math.min(3, names.size())))),
              counters.leftAlone() > 3 ? ", ..." : ""));
    }
    out.flush();
  }

  /// Events whose time is that of their file are easily taken for news.
  private void untimed(PrintWriter out) {
    CarryCounters.Untimed first = counters.firstUntimed();
    if (first != null) {
      String id = first.eventId().isEmpty() ? "one without an id" : first.eventId();
      out.print(
          Counted.format(
              "%,d events have no readable time of their own: at the time of their log file,"
                  + " such as %s in %s.%n",
              counters.untimed(), Visible.line(id), Visible.line(first.file())));
    }
  }

  private static void line(PrintWriter out, long count, String words) {
    if (count > 0) {
      out.print(Counted.format("%,d " + words + ".%n", count));
    }
  }

  /// Whose events they are, where and when they happened.
  private void origins(PrintWriter out) {
    Long oldest = counters.oldestEvent();
    Long newest = counters.newestEvent();
    if (counters.records() == 0) {
      return;
    }
    String span =
        oldest == null || newest == null
            ? ""
            : ", from %s to %s UTC".formatted(time(oldest), time(newest));
    out.print(
        Counted.format(
            "They are of %,d accounts and %,d Regions%s%s.%n",
            counters.accounts(), counters.regions().size(), named(), span));
  }

  private String named() {
    Set<String> regions = new TreeSet<>(counters.regions());
    return regions.isEmpty() || regions.size() > MOST_REGIONS
        ? ""
        : " (" + Visible.line(String.join(", ", regions)) + ")";
  }

  private static String time(long micros) {
    return TIME.format(
        LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC));
  }

  /// Files in quarantine and files that could not be read, the first ones by name.
  void printTroubles(PrintWriter err) {
    List<CarryCounters.Trouble> troubles = counters.troubles();
    for (CarryCounters.Trouble trouble :
        troubles.subList(0, Math.min(MOST_SHOWN, troubles.size()))) {
      err.printf(
          "%s: %s%n  where: %s%n",
          trouble.kept() ? "quarantined" : "not readable",
          Visible.line(trouble.reason()),
          Visible.line(trouble.place()));
    }
    long all = counters.quarantined() + counters.unreadable();
    if (all > MOST_SHOWN) {
      err.printf("... and %,d more%n", all - MOST_SHOWN);
    }
    if (counters.quarantined() > 0) {
      err.printf(
          "  to do: %s; `trailhouse quarantine list` names all,"
              + " `trailhouse quarantine retry` reads them again%n",
          inTable(counters.quarantined(), counters.quarantinedInPart()));
    }
    if (counters.unreadable() > 0) {
      err.println("  to do: make the unreadable ones readable and run the same command again");
    }
    err.flush();
  }

  private static String inTable(long quarantined, long inPart) {
    if (inPart == 0) {
      return "no event of them could be read";
    }
    return inPart == quarantined
        ? "their readable events are in the table"
        : "the readable events of %,d of them are in the table".formatted(inPart);
  }

  void printJson(PrintWriter out) {
    JsonNumbers json = JsonNumbers.of();
    json.with("files", counters.filesRead())
        .with("events", counters.records())
        .with("rows", counters.rows())
        .with("duplicates", counters.duplicates())
        .with("quarantined", counters.quarantined())
        .with("seconds", seconds)
        .with("known", counters.filesKnown())
        .with("variants", counters.variants())
        .with("digests", counters.digests())
        .with("unreadable", counters.unreadable())
        .with("left_alone", counters.leftAlone())
        .with("untimed", counters.untimed())
        .with("future", counters.future());
    CarryCounters.Untimed first = counters.firstUntimed();
    if (first != null) {
      json.with("untimed_event", first.eventId()).with("untimed_file", first.file());
    }
    json.print(out);
  }
}
