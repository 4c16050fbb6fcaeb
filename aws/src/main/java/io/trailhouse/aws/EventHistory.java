package io.trailhouse.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// CloudTrail's own Event history of one account in one Region: the last 90 days of management
/// events, and Insights events apart from them, by pages (CloudTrail API reference, LookupEvents).
public interface EventHistory {
  /// Asks for one page. Nothing is tried again here: the caller keeps the pace.
  Reply ask(Call call);

  /// What is asked. Both ends are in it, and a cursor belongs to the other three.
  ///
  /// @param insight Insights events instead of management events
  /// @param from the first second, since 1970, UTC
  /// @param to the last second
  /// @param cursor of the page before; null for the first page
  record Call(boolean insight, long from, long to, @Nullable String cursor) {}

  /// What is answered.
  sealed interface Reply {
    /// A page, newest event first; it may be empty and have another one behind it.
    ///
    /// @param cursor of the next page; null when this is the last
    record Page(List<Found> events, @Nullable String cursor) implements Reply {
      public Page {
        events = List.copyOf(events);
      }
    }

    /// Too many calls for this account and Region, by whomever.
    record Throttled() implements Reply {}

    /// The cursor is no longer good; what it stood for can be asked for anew.
    record CursorRefused(String problem) implements Reply {}

    /// No page.
    ///
    /// @param kind what to expect of another try
    record Failed(FetchFailure.Kind kind, String problem) implements Reply {}
  }

  /// One event of a page.
  ///
  /// @param id its event id
  /// @param second of its time, since 1970, UTC
  /// @param record the event record, JSON
  record Found(String id, long second, String record) {}
}
