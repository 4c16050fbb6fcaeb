package io.trailhouse.cli;

import io.trailhouse.platform.EventsOver;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import java.io.PrintWriter;
import java.time.Instant;

/// A way through the events of the home's table, with a line that tells how far it is.
final class TableWalk {
  private final TrailhouseCommand program;
  private final SpanOptions span;
  private final PrintWriter err;

  TableWalk(TrailhouseCommand program, SpanOptions span, PrintWriter err) {
    this.program = program;
    this.span = span;
    this.err = err;
  }

  /// Gives the taker each event of the span.
  ///
  /// @throws TrailhouseException with WRONG_USE when the span is empty
  void read(EventsOver events, EventsOver.Taker taker) throws InterruptedException {
    try (Platform platform = program.openExisting()) {
      Instant from = span.span().from(platform.clock().instant());
      Instant to = span.span().to(platform.clock().instant());
      if (from != null && to != null && !from.isBefore(to)) {
        throw new TrailhouseException(
            Code.WRONG_USE, "the start is not before the end", "--from, --to", "Exchange them");
      }
      try (ProgressLine line = new ProgressLine(err, new Progress(events))) {
        line.start();
        events.readTable(platform, from, to, taker);
      }
      if (events.events() == 0) {
        OldEvidence.tell(err, platform, span);
      }
    }
  }

  private record Progress(EventsOver events) implements ProgressLine.Work {
    @Override
    public double share() {
      return events.share();
    }

    @Override
    public String done(double seconds) {
      return Counted.format("%,d events  %,.0f/s", events.events(), events.events() / seconds);
    }
  }
}
