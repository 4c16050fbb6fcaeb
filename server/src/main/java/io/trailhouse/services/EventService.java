package io.trailhouse.services;

import io.trailhouse.query.CallerStory;
import io.trailhouse.query.EventContext;
import io.trailhouse.query.EventSearch;
import io.trailhouse.query.EventStory;
import io.trailhouse.query.EventSummary;
import io.trailhouse.query.FindingSearch;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.Sql;
import io.trailhouse.query.TableSpan;
import java.time.LocalDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds events and tells what happened around one.
public final class EventService {
  private final Supplier<Sql> engine;

  EventService(Supplier<Sql> engine) {
    this.engine = engine;
  }

  /// Starts a search, newest event first. The answer must be closed.
  ///
  /// @param forPeople whether columns are few and ids short
  public QueryAnswer find(EventSearch search, boolean forPeople) {
    return search.run(engine.get(), forPeople);
  }

  /// Starts a search whose columns have the names of the search language, newest event first. The
  /// answer must be closed.
  public QueryAnswer page(EventSearch search) {
    return engine.get().ask(statement(search));
  }

  /// The statement that [#page] runs.
  public String statement(EventSearch search) {
    return search.statement(engine.get().schema());
  }

  /// What a search finds, in numbers.
  ///
  /// @param buckets how many spans of time at most it is counted by
  public EventSummary summary(EventSearch search, int buckets) {
    return EventSummary.of(engine.get(), search, buckets);
  }

  /// One event in full, and what the same caller did before and after it.
  ///
  /// @param id an event's id, or at least the first eight characters of one
  /// @param around how many events before it and after it
  /// @throws io.trailhouse.problem.TrailhouseException with NOT_FOUND when there is none, WRONG_USE
  ///   when several begin so
  public EventStory story(String id, int around) {
    return EventStory.of(engine.get(), id, around);
  }

  /// What else is known that belongs to an event.
  public EventContext context(EventStory story) {
    return EventContext.of(engine.get(), story);
  }

  /// What somebody did.
  ///
  /// @param name any name of a principal, the ARN of a role, or an access key
  /// @param limit how many events at most
  public CallerStory caller(String name, FindingSearch.Span span, int limit) {
    return CallerStory.of(engine.get(), name, span, limit);
  }

  /// From the first to the last event of a time; null when it has none.
  ///
  /// @param from in UTC, inclusive; null for the beginning
  /// @param to in UTC, exclusive; null for the end
  public @Nullable TableSpan span(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    return TableSpan.of(engine.get(), from, to);
  }
}
