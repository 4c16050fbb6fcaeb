package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.query.TableSpan;
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
  static void tell(PrintWriter err, QueryEngine engine, Asked asked) {
    TableSpan all = TableSpan.of(engine, null, null);
    if (all == null) {
      err.println("The table has no events yet: trailhouse import FOLDER brings them.");
    } else if (TableSpan.of(engine, asked.from(), asked.to()) == null) {
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

  /// The same for a command that has no engine open.
  static void tell(PrintWriter err, Platform platform, TimeSpan span) {
    try (QueryEngine engine = platform.queries(usual -> usual)) {
      tell(err, engine, Asked.of(span, platform));
    }
  }

  /// What a command has looked at.
  record Asked(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    static Asked of(TimeSpan span, Platform platform) {
      return new Asked(span.from(platform.clock().instant()), span.to());
    }
  }
}
