package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import io.trailhouse.aws.FetchFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One walker's way through a slice, page by page, from its newest second to its oldest.
///
/// Pages come newest first, so all seconds above the oldest one seen have been read whole: their
/// records are handed on together with the note that these seconds are complete, and the slice ends
/// below them from then on. So it can be asked for anew at any page, without its cursor: no cursor
/// grows old, and a stop costs some pages. Where pages come in another order, nothing counts as
/// complete before the end.
final class HistoryPager {
  private static final int MOST_CURSORS_REFUSED = 3;

  private final PartitionReader reader;
  private final Slice slice;
  private final HistoryOptions options;
  private List<EventHistory.Found> records = new ArrayList<>();
  private @Nullable String cursor;
  private long askedFrom;
  private long askedTo;

  /// What happened after it may still be missing in the answers.
  private long settled;

  private long oldest;
  private int pages;
  private int cursorsRefused;
  private @Nullable PendingRange disordered;

  HistoryPager(PartitionReader reader, Slice slice, HistoryOptions options) {
    this.reader = reader;
    this.slice = slice;
    this.options = options;
  }

  /// Goes to the slice's end.
  ///
  /// @return false when the service refuses for good
  boolean go() throws InterruptedException {
    anew();
    boolean ended = false;
    while (!ended) {
      reader.awaitTurn();
      EventHistory.Reply reply =
          reader.ask(new EventHistory.Call(reader.name().insight(), askedFrom, askedTo, cursor));
      if (reply instanceof EventHistory.Reply.Page page) {
        ended = read(page);
      } else if (reply instanceof EventHistory.Reply.CursorRefused refused) {
        cursorsRefused = disordered == null && handWhole() ? 0 : cursorsRefused + 1;
        if (cursorsRefused > MOST_CURSORS_REFUSED) {
          return reader.refused(refused.problem());
        }
        anew();
      } else if (reply instanceof EventHistory.Reply.Failed failed) {
        if (failed.kind() != FetchFailure.Kind.PASSING) {
          return reader.refused(failed.problem());
        }
        reader.pause(failed.problem());
      } // the reader has slowed down already when it was throttled
    }
    return true;
  }

  /// Asks for what is left of the slice, without a cursor; what was not handed on comes again.
  private void anew() {
    synchronized (reader) {
      askedFrom = slice.from();
      askedTo = slice.to();
    }
    settled = reader.settled();
    oldest = Long.MAX_VALUE;
    records = new ArrayList<>();
    cursor = null;
    pages = 0;
    disordered = null;
  }

  /// Takes a page; answers whether the slice is at its end.
  private boolean read(EventHistory.Reply.Page page) throws InterruptedException {
    long end;
    synchronized (reader) {
      end = slice.from();
    }
    boolean past = false;
    long newest = Math.min(oldest, askedTo);
    for (EventHistory.Found found : page.events()) {
      if (found.second() > oldest && disordered == null) {
        disordered = reader.pendingRange();
      }
      oldest = Math.min(oldest, found.second());
      past |= found.second() < end;
      if (found.second() >= end) {
        records.add(found);
      }
    }
    if (!page.events().isEmpty()) {
      synchronized (reader) {
        slice.seen(page.events().size(), newest - oldest);
      }
    }
    pages++;
    cursor = page.cursor();
    reader.read(page.events().size());
    if (cursor == null || (past && disordered == null)) {
      finish();
      return true;
    }
    if (records.size() >= options.events() || pages >= options.pages()) {
      handOn();
    }
    return false;
  }

  /// The slice is read: all that is here, and all of its seconds.
  private void finish() throws InterruptedException {
    Seconds.Span all;
    synchronized (reader) {
      all = new Seconds.Span(slice.from(), slice.to());
      slice.readDownTo(slice.from());
    }
    hand(records, all, disordered == null ? reader.pendingRange() : disordered);
  }

  /// Hands on what is complete. After as many pages as a slice may have, the rest is asked for
  /// anew; a second that fills as many is read on.
  private void handOn() throws InterruptedException {
    if (disordered != null) {
      List<EventHistory.Found> some = records;
      records = new ArrayList<>();
      disordered.expect();
      reader.hand(bundle(some, new Seconds.Span(askedFrom, askedTo), disordered));
      return;
    }
    if (handWhole() && pages >= options.pages()) {
      anew();
    }
  }

  /// Hands on all seconds above the oldest one seen; answers whether there are any.
  private boolean handWhole() throws InterruptedException {
    Seconds.Span complete;
    synchronized (reader) {
      if (oldest >= slice.to()) {
        return false;
      }
      complete = new Seconds.Span(Math.max(oldest + 1, slice.from()), slice.to());
      slice.readDownTo(complete.from());
    }
    List<EventHistory.Found> whole = new ArrayList<>();
    List<EventHistory.Found> partly = new ArrayList<>();
    records.forEach(found -> (found.second() > oldest ? whole : partly).add(found));
    records = partly;
    hand(whole, complete, reader.pendingRange());
    return true;
  }

  private void hand(List<EventHistory.Found> found, Seconds.Span complete, PendingRange pending)
      throws InterruptedException {
    reader.walked(complete.length());
    if (!found.isEmpty()) {
      pending.expect();
      reader.hand(bundle(found, complete, pending));
    }
    long last = Math.min(complete.to(), settled);
    pending.end(complete.from() <= last ? new Seconds.Span(complete.from(), last) : null);
  }

  private static Bundle bundle(
      List<EventHistory.Found> found, Seconds.Span span, PendingRange pending) {
    return new Bundle(found, span.from(), span.to(), pending);
  }
}
