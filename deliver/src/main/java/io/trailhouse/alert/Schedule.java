package io.trailhouse.alert;

import io.trailhouse.alert.Alert.State;
import io.trailhouse.finding.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what an outbox does next. Knows only what it is told: the alerts, the state of the line and
/// the time.
final class Schedule {
  /// An alert that could not be sent for this long has failed.
  static final Duration GIVE_UP = Duration.ofDays(3);

  private static final Duration LIMIT_SPAN = Duration.ofHours(1);

  /// While nothing gets through, every so many tries another alert is tried than the one that was
  /// tried before, in case the destination only refuses that one.
  private static final int TRY_ANOTHER = 4;

  private final AlertSpec spec;

  Schedule(AlertSpec spec) {
    this.spec = spec;
  }

  /// Whether anything gets through.
  ///
  /// @param failures in a row
  /// @param openAt nothing is tried before
  /// @param reason of the last failure, empty after a success
  record Line(int failures, Instant openAt, String reason) {
    static final Line OPEN = new Line(0, Instant.MIN, "");
  }

  /// What to do.
  sealed interface Step {}

  record Send(Alert alert) implements Step {}

  record Fold(List<Alert> alerts) implements Step {}

  record GiveUp(Alert alert) implements Step {}

  /// @param until nothing is to be done before; null for nothing at all
  record Rest(@Nullable Instant until) implements Step {}

  Step next(Collection<Alert> alerts, Line line, Instant now) {
    List<Alert> waiting = alerts.stream().filter(alert -> alert.state() == State.WAITING).toList();
    for (Alert alert : waiting) {
      if (alert.progress().attempts() > 0
          && !now.isBefore(alert.progress().since().plus(GIVE_UP))) {
        return new GiveUp(alert);
      }
    }
    List<Alert> due = new ArrayList<>();
    Instant wake = null;
    for (Alert alert : waiting) {
      Instant at = readyAt(alert, now);
      if (!at.isAfter(now)) {
        due.add(alert);
      } else if (wake == null || at.isBefore(wake)) {
        wake = at;
      }
    }
    if (due.isEmpty()) {
      return new Rest(wake);
    }
    List<Alert> slept = due.stream().filter(alert -> alert.isUntried() && slept(alert)).toList();
    if (slept.size() > 1) {
      return new Fold(slept);
    }
    if (line.openAt().isAfter(now)) {
      return new Rest(line.openAt());
    }
    return withinLimit(due, alerts, line, now);
  }

  private Step withinLimit(List<Alert> due, Collection<Alert> alerts, Line line, Instant now) {
    List<Alert> told =
        alerts.stream()
            .filter(alert -> alert.state() == State.SENT || alert.state() == State.UNKNOWN)
            .filter(alert -> alert.progress().at().isAfter(now.minus(LIMIT_SPAN)))
            .toList();
    int free = spec.perHour() - told.size();
    List<Alert> untried = due.stream().filter(Alert::isUntried).toList();
    if (free == 1 && untried.size() > 1) {
      return new Fold(untried);
    }
    if (free > 0) {
      return new Send(first(due, line.failures()));
    }
    Alert gravest = first(due, 0);
    Level loudest = Level.INFORMATIONAL;
    Instant oldest = now;
    for (Alert alert : told) {
      loudest = alert.contents().level().isAtLeast(loudest) ? alert.contents().level() : loudest;
      oldest = alert.progress().at().isBefore(oldest) ? alert.progress().at() : oldest;
    }
    // A flood of small things must not hide a grave one: each graver level may go over the limit.
    return gravest.contents().level().compareTo(loudest) > 0
        ? new Send(gravest)
        : new Rest(oldest.plus(LIMIT_SPAN));
  }

  /// When an alert may go as far as it is concerned.
  private Instant readyAt(Alert alert, Instant now) {
    Instant at = alert.times().due();
    at = alert.progress().notBefore().isAfter(at) ? alert.progress().notBefore() : at;
    Instant quietEnd = quietEnd(alert, at.isAfter(now) ? at : now);
    return quietEnd == null ? at : quietEnd;
  }

  private boolean slept(Alert alert) {
    return quietEnd(alert, alert.times().due()) != null;
  }

  private @Nullable Instant quietEnd(Alert alert, Instant moment) {
    QuietHours quiet = spec.quiet();
    return quiet == null || alert.contents().level().isAtLeast(quiet.breakThrough())
        ? null
        : quiet.endAround(moment);
  }

  private static Alert first(List<Alert> due, int failures) {
    Comparator<Alert> gravest =
        Comparator.<Alert, Level>comparing(alert -> alert.contents().level())
            .reversed()
            .thenComparing(alert -> alert.times().due())
            .thenComparing(Alert::id);
    Comparator<Alert> tries = Comparator.comparingInt(alert -> alert.progress().attempts());
    if (failures == 0) {
      return due.stream().min(gravest).orElseThrow();
    }
    return due.stream()
        .min((failures % TRY_ANOTHER == 0 ? tries : tries.reversed()).thenComparing(gravest))
        .orElseThrow();
  }
}
