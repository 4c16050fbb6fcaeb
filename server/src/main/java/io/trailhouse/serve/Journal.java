package io.trailhouse.serve;

import io.trailhouse.status.Problem;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what the state says: each problem when it begins and once more when it has ended, and one
/// line a minute of what went through. It looks at the same state that the pages show, so that
/// nothing can be wrong there and silent here, whatever part of the program it is wrong with.
public final class Journal implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /// More at one look are counted: a thousand accounts may refuse at once.
  private static final int MOST_LINES = 20;

  /// A quarter of a minute without a problem is its end; what comes and goes faster is one problem.
  private static final int SETTLED = 4;

  private final Supplier<ServeStatus> status;
  private final InstantSource clock;
  private final Duration minute;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private Traffic before;
  private Instant told;

  /// A problem that has begun.
  private static final class Open {
    private final Instant since;
    private Instant seen;
    private Trouble trouble;

    Open(Instant since, Trouble trouble) {
      this.since = since;
      this.seen = since;
      this.trouble = trouble;
    }
  }

  /// @param status what the program says of itself, asked twice a second
  /// @param minute how often it says what went through
  public Journal(Supplier<ServeStatus> status, InstantSource clock, Duration minute) {
    this.status = status;
    this.clock = clock;
    this.minute = minute;
    this.told = clock.instant();
    this.before = Traffic.of(status.get());
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Role role() {
    return Role.LOG;
  }

  @Override
  public String place() {
    return "the log";
  }

  @Override
  public Duration round(Turn turn) {
    look();
    return LOOK;
  }

  /// Compares the state with the last look at it.
  synchronized void look() {
    ServeStatus now = status.get();
    Instant moment = clock.instant();
    problems(now.problems(), moment);
    if (!moment.isBefore(told.plus(minute))) {
      traffic(now, moment);
    }
  }

  private void problems(List<Problem> problems, Instant moment) {
    int lines = 0;
    for (Problem problem : problems) {
      Open known = open.get(problem.subject());
      boolean same = known != null && isSame(known.trouble, problem.trouble());
      if (known == null) {
        open.put(problem.subject(), new Open(moment, problem.trouble()));
      } else {
        known.seen = moment;
        known.trouble = problem.trouble();
      }
      if (!same && ++lines <= MOST_LINES) {
        LOG.warn("{}", problem);
      }
    }
    if (lines > MOST_LINES) {
      LOG.warn("and {} more problems; /status names all", lines - MOST_LINES);
    }
    ended(moment);
  }

  /// The same but for its numbers, such as a request's id or how many wait.
  private static boolean isSame(Trouble one, Trouble other) {
    return words(one).equals(words(other));
  }

  private static String words(Trouble trouble) {
    return trouble.text().replaceAll("[0-9a-fA-F-]*[0-9][0-9a-fA-F-]*", "0");
  }

  private void ended(Instant moment) {
    Instant settled = moment.minus(minute.dividedBy(SETTLED));
    int before = open.size();
    int[] lines = {0};
    open.entrySet()
        .removeIf(each -> {
          Open problem = each.getValue();
          boolean over = problem.seen.isBefore(settled);
          if (over && ++lines[0] <= MOST_LINES) {
            LOG.info(
                "{}: over after {}: {}",
                each.getKey(),
                words(Duration.between(problem.since, problem.seen)),
                problem.trouble.text());
          }
          return over;
        });
    if (lines[0] > MOST_LINES) {
      LOG.info("and {} more of {} problems are over", lines[0] - MOST_LINES, before);
    }
  }

  private static String words(Duration time) {
    return time.toHours() > 0
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private void traffic(ServeStatus status, Instant moment) {
    Traffic now = Traffic.of(status);
    String line = now.since(before);
    if (!line.isEmpty()) {
      LOG.info("in {}: {}", words(Duration.between(told, moment)), line);
    }
    before = now;
    told = moment;
  }

  /// The last lines: what is wrong at the end, and what has gone through since the last line.
  @Override
  public synchronized void close(boolean isOpen) {
    ServeStatus now = status.get();
    problems(now.problems(), clock.instant());
    traffic(now, clock.instant());
  }
}
