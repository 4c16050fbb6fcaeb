package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import io.trailhouse.aws.FetchFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How much there is to read in a partition, from a few pages of it: the first page, and one from
/// the middle of each of four parts when there are more. What a page spans tells how dense its part
/// is.
public final class HistoryEstimate {
  private static final int PARTS = 4;
  private static final int TRIES = 4;
  private static final double OF_A_PAGE = 50;

  private final HistoryOptions options;

  public HistoryEstimate(HistoryOptions options) {
    this.options = options;
  }

  /// What is expected of a partition.
  ///
  /// @param exact whether all of it was seen
  /// @param problem why nothing is known; null when something is
  public record Expected(
      HistoryPartition partition, double events, boolean exact, @Nullable String problem) {
    /// How many calls it takes.
    public long calls() {
      return problem != null ? 0 : Math.max(1, (long) Math.ceil(events / OF_A_PAGE));
    }
  }

  /// Looks at a partition; takes some seconds.
  public Expected of(HistoryPartition partition, EventHistory history, Seconds.Span span)
      throws InterruptedException {
    RateLimiter pace = new RateLimiter(options);
    try {
      EventHistory.Reply.Page first = page(history, partition, span, pace);
      if (first.cursor() == null) {
        return new Expected(partition, first.events().size(), true, null);
      }
      double events = 0;
      double part = (double) span.length() / PARTS;
      for (int number = 0; number < PARTS; number++) {
        long middle = span.from() + (long) ((number + 0.5) * part);
        events +=
            part
                * density(
                    page(history, partition, new Seconds.Span(span.from(), middle), pace),
                    middle,
                    span);
      }
      return new Expected(partition, Math.max(OF_A_PAGE, events), false, null);
    } catch (FetchRefused e) {
      return new Expected(partition, 0, false, e.getMessage());
    }
  }

  /// Events a second just before a moment.
  private static double density(EventHistory.Reply.Page page, long moment, Seconds.Span span) {
    if (page.events().isEmpty()) {
      return 0;
    }
    long oldest = page.events().get(page.events().size() - 1).second();
    long begin = page.cursor() == null ? span.from() : oldest;
    return page.events().size() / (double) Math.max(1, moment - begin + 1);
  }

  private EventHistory.Reply.Page page(
      EventHistory history, HistoryPartition partition, Seconds.Span span, RateLimiter pace)
      throws InterruptedException, FetchRefused {
    String problem = "throttled by other callers";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      pace.await();
      EventHistory.Reply reply =
          history.ask(new EventHistory.Call(partition.insight(), span.from(), span.to(), null));
      if (reply instanceof EventHistory.Reply.Page page) {
        return page;
      }
      if (reply instanceof EventHistory.Reply.Throttled) {
        pace.throttled();
      }
      if (reply instanceof EventHistory.Reply.Failed failed) {
        problem = failed.problem();
        if (failed.kind() != FetchFailure.Kind.PASSING) {
          break;
        }
        Duration wait = options.firstRetry().multipliedBy(1L << attempt);
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      }
    }
    throw new FetchRefused(problem);
  }

  private static final class FetchRefused extends Exception {
    private static final long serialVersionUID = 1L;

    FetchRefused(String problem) {
      super(problem);
    }
  }
}
