package io.trailhouse.cli;

import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What an import says at its end.
final class ImportSummary {
  private static final int LONGEST_NAME = 80;
  private static final int MOST_SHOWN = 10;
  private static final int MOST_REGIONS = 4;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final IngestMetrics counters;
  private final double seconds;

  ImportSummary(IngestMetrics counters, double seconds) {
    this.counters = counters;
    this.seconds = seconds;
  }

  boolean hasTroubles() {
    return counters.quarantined() + counters.stillQuarantined() + counters.unreadable() > 0;
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
    line(out, counters.stillQuarantined(), "files are in quarantine since an earlier import");
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
              TerminalEscaper.line(String.join(", ", names.subList(0, Math.min(3, names.size())))),
              counters.leftAlone() > 3 ? ", ..." : ""));
    }
    out.flush();
  }

  /// Events whose time is that of their file are easily taken for news.
  private void untimed(PrintWriter out) {
    IngestMetrics.Untimed first = counters.firstUntimed();
    if (first != null) {
      String id = first.eventId().isEmpty() ? "one without an id" : first.eventId();
      out.print(
          Counted.format(
              "%,d events without a readable time: stored at the time of the log file, such as %s"
                  + " in %s.%n",
              counters.untimed(), brief(id), TerminalEscaper.line(first.file())));
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
        : regions.stream().map(ImportSummary::brief).collect(Collectors.joining(", ", " (", ")"));
  }

  private static String time(long micros) {
    return TIME.format(
        LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC));
  }

  /// Files in quarantine and files that could not be read, the first ones of each by name.
  void printTroubles(PrintWriter err) {
    print(err, "quarantined", counters.kept());
    long kept = counters.quarantined() + counters.stillQuarantined();
    if (kept > MOST_SHOWN) {
      err.printf("... and %,d more in quarantine%n", kept - MOST_SHOWN);
    }
    print(err, "not readable", counters.notRead());
    if (counters.unreadable() > MOST_SHOWN) {
      err.print(
          Counted.format(
              "... and %,d more files that cannot be read: the same command with --json names"
                  + " all%n",
              counters.unreadable() - MOST_SHOWN));
    }
    if (kept > 0) {
      String inTable =
          counters.quarantined() == 0
              ? "nothing of them was read again"
              : inTable(
                  counters.quarantined(), counters.quarantinedInPart(), counters.archivesKept());
      err.printf(
          "  to do: %s; `trailhouse quarantine list` names all,"
              + " `trailhouse quarantine retry` reads them again%n",
          inTable);
    }
    if (counters.unreadable() > 0) {
      err.println("  to do: make the unreadable ones readable and run the same command again");
    }
    err.flush();
  }

  private static void print(PrintWriter err, String what, List<IngestMetrics.Trouble> all) {
    for (IngestMetrics.Trouble each : all.subList(0, Math.min(MOST_SHOWN, all.size()))) {
      err.printf(
          "%s: %s%n  where: %s%n",
          what, TerminalEscaper.line(each.reason()), TerminalEscaper.line(each.place()));
    }
  }

  private static String inTable(long quarantined, long inPart, long archives) {
    if (archives > 0) {
      return "of a damaged archive, and of damaged files, what can be read was read";
    }
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
        .with("still_quarantined", counters.stillQuarantined())
        .with("unreadable", counters.unreadable())
        .with("left_alone", counters.leftAlone())
        .with("untimed", counters.untimed())
        .with("future", counters.future());
    IngestMetrics.Untimed first = counters.firstUntimed();
    if (first != null) {
      json.with("untimed_event", first.eventId()).with("untimed_file", first.file());
    }
    if (counters.unreadable() > 0) {
      List<Map<String, String>> notRead = new ArrayList<>();
      for (IngestMetrics.Trouble each : counters.notRead()) {
        notRead.add(Map.of("place", each.place(), "reason", each.reason()));
      }
      json.with("not_readable", notRead);
    }
    json.print(out);
  }

  /// A name in a sentence: no more of it than a reader takes in.
  private static String brief(String name) {
    int most = name.codePointCount(0, name.length());
    return most <= LONGEST_NAME
        ? TerminalEscaper.line(name)
        : TerminalEscaper.line(name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)))
            + "... ("
            + Counted.of(most, "character")
            + ")";
  }
}
