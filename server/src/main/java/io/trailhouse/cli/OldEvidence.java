package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.query.LastResort;
import io.trailhouse.query.TableSpan;
import io.trailhouse.services.EventService;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Says where the events are when a command has looked where there are none: evidence is often old,
/// and an empty answer to `--since 7d` looks like an empty table.
final class OldEvidence {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private OldEvidence() {}

  /// Says it where the span has no event, whatever else was asked for.
  static void tell(PrintWriter err, EventService events, Asked asked) {
    TableSpan all = events.span(null, null);
    if (all == null) {
      err.println("The table has no events yet: trailhouse import FOLDER brings them.");
    } else if (events.span(asked.from(), asked.to()) == null) {
      err.printf(
          "No event of the table is in that time; it has events from %s to %s UTC: --from %s --to"
              + " %s.%n",
          TIME.format(all.first()),
          TIME.format(all.last()),
          all.first().toLocalDate(),
          all.last().toLocalDate());
    }
    err.flush();
  }

  /// The same of findings, with the time of the events: a span may have events and no finding.
  static void tellFindings(
      PrintWriter err, FindingService findings, EventService events, Asked asked) {
    if (findings.span(asked.from(), asked.to()) != null) {
      return;
    }
    TableSpan found = findings.span(null, null);
    TableSpan happened = events.span(null, null);
    err.println(
        found == null
            ? "There are no findings yet."
            : "No finding is in that time; there are findings from %s to %s UTC: --from %s --to %s."
                .formatted(
                    TIME.format(found.first()),
                    TIME.format(found.last()),
                    found.first().toLocalDate(),
                    found.last().toLocalDate()));
    err.println(
        happened == null
            ? "The table has no events yet: trailhouse import FOLDER brings them."
            : "The table has events from %s to %s UTC."
                .formatted(TIME.format(happened.first()), TIME.format(happened.last())));
    err.flush();
  }

  /// The same for a command that has no services open.
  static void tell(PrintWriter err, Platform platform, SpanOptions span) {
    try (Services services = platform.services(LastResort.WAIT)) {
      tell(err, services.events(), Asked.of(span, platform));
    }
  }

  /// What a command has looked at.
  record Asked(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    static Asked of(SpanOptions span, Platform platform) {
      return new Asked(span.from(platform.clock().instant()), span.to(platform.clock().instant()));
    }
  }
}
