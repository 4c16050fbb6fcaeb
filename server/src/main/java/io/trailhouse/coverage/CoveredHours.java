package io.trailhouse.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The hours of one account and Region while they are found out.
final class CoveredHours {
  private static final int SECONDS = 3600;

  /// From this part of the hours of two weeks on, an hour without files is a silence.
  private static final double NEVER_SILENT = 0.95;

  private final AccountRegion name;
  private final CoverageSpan span;
  private final int historyHours = (int) CoverageSpan.HISTORY.toHours();

  /// By hours from the start of the history on.
  private final BitSet files = new BitSet();

  private final int[] coveredSeconds;
  private final int[] provenSeconds;
  private final BitSet late = new BitSet();
  private final BitSet fetched = new BitSet();

  /// Of the fetched ones those that were missing.
  private final BitSet healed = new BitSet();

  private final Gap.@Nullable Reason[] missing;

  /// Few hours have any.
  private final Map<Integer, List<String>> absentFiles = new HashMap<>();

  private final long[] absentCount;

  CoveredHours(AccountRegion name, CoverageSpan span) {
    this.name = name;
    this.span = span;
    this.coveredSeconds = new int[span.hours()];
    this.provenSeconds = new int[span.hours()];
    this.missing = new Gap.@Nullable Reason[span.hours()];
    this.absentCount = new long[span.hours()];
  }

  private boolean isWithin(int hour) {
    return hour >= 0 && hour < span.hours();
  }

  void arrived(Instant hour) {
    int number = span.hour(hour) + historyHours;
    if (number >= 0) {
      files.set(number);
    }
  }

  private boolean hasFiles(int hour) {
    return files.get(hour + historyHours);
  }

  /// A log file that a digest lists is not here.
  void absent(Instant at, String key, boolean settled) {
    int hour = span.hour(at);
    if (!isWithin(hour)) {
      return;
    }
    if (!settled) {
      late.set(hour);
      return;
    }
    miss(hour, Gap.Reason.FILE_ABSENT);
    name(hour, key);
  }

  /// It is here with another content.
  void changed(Instant at, String key) {
    int hour = span.hour(at);
    if (isWithin(hour)) {
      miss(hour, Gap.Reason.FILE_CHANGED);
      name(hour, key);
    }
  }

  private void name(int hour, String key) {
    absentCount[hour]++;
    List<String> named = absentFiles.computeIfAbsent(hour, each -> new ArrayList<>());
    if (named.size() < Gap.MOST_NAMED) {
      named.add(key);
    }
  }

  /// The first reason of an hour stays, but for the one that names files.
  private void miss(int hour, Gap.Reason reason) {
    if (missing[hour] == null || reason == Gap.Reason.FILE_ABSENT) {
      missing[hour] = reason;
    }
  }

  /// A digest's window.
  void covered(Instant from, Instant to, boolean proven) {
    each(
        from,
        to,
        (hour, seconds) -> {
          coveredSeconds[hour] += seconds;
          provenSeconds[hour] += proven ? seconds : 0;
        });
  }

  /// A span between two digests. Hours of which a part is covered count as uncovered, too.
  void uncovered(Instant from, Instant to) {
    each(from, to, (hour, seconds) -> miss(hour, Gap.Reason.DIGEST_ABSENT));
  }

  void invalid(Instant from, Instant to) {
    each(from, to, (hour, seconds) -> miss(hour, Gap.Reason.DIGEST_INVALID));
  }

  private interface Part {
    void of(int hour, int seconds);
  }

  private void each(Instant from, Instant to, Part part) {
    int first = Math.max(0, span.hour(from));
    for (int hour = first; hour < span.hours() && span.start(hour).isBefore(to); hour++) {
      Instant begin = span.start(hour).isBefore(from) ? from : span.start(hour);
      Instant last = span.start(hour).plusSeconds(SECONDS);
      int seconds = (int) Duration.between(begin, last.isBefore(to) ? last : to).toSeconds();
      if (seconds > 0) {
        part.of(hour, seconds);
      }
    }
  }

  /// Hours without files that no digest explains, where there are files nearly always.
  ///
  /// @param until hours that end later are not judged
  void silences(Instant until) {
    for (int hour = 0; hour < span.hours(); hour++) {
      boolean judged = !span.start(hour).plusSeconds(SECONDS).isAfter(until);
      if (!judged || hasFiles(hour) || coveredSeconds[hour] >= SECONDS) {
        continue;
      }
      int busy = files.get(hour, hour + historyHours).cardinality();
      if (busy >= NEVER_SILENT * historyHours) {
        miss(hour, Gap.Reason.SILENT);
      }
    }
  }

  /// Hours that Event history has given; those of which events did not come are whole again by
  /// that. To be asked when all else is known.
  void fetched(Fetched from) {
    for (int hour = 0; hour < span.hours(); hour++) {
      Gap.Reason reason = missing[hour];
      Instant start = span.start(hour);
      if ((reason == null || reason.isLoss())
          && from.has(name, start.minus(CoverageSpan.DELIVERY), start.plusSeconds(SECONDS))) {
        healed.set(hour, reason != null);
        missing[hour] = null;
        fetched.set(hour);
      }
    }
  }

  /// The hours of the span in which log files came.
  BitSet busy() {
    return files.get(historyHours, historyHours + span.hours());
  }

  HourState[] states() {
    HourState[] states = new HourState[span.hours()];
    Arrays.setAll(states, this::state);
    return states;
  }

  private HourState state(int hour) {
    if (missing[hour] != null) {
      return HourState.MISSING;
    }
    if (late.get(hour)) {
      return HourState.LATE;
    }
    if (healed.get(hour)) {
      return HourState.FETCHED;
    }
    if (provenSeconds[hour] >= SECONDS) {
      return HourState.PROVEN;
    }
    if (coveredSeconds[hour] >= SECONDS) {
      return HourState.COMPLETE;
    }
    if (fetched.get(hour)) {
      return HourState.FETCHED;
    }
    return hasFiles(hour) ? HourState.ARRIVED : HourState.NOTHING;
  }

  /// Hours in a row that are missing for the same reason.
  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    int hour = 0;
    while (hour < span.hours()) {
      Gap.Reason reason = missing[hour];
      int first = hour;
      List<String> named = new ArrayList<>();
      long count = 0;
      while (hour < span.hours() && missing[hour] == reason) {
        absentFiles.getOrDefault(hour, List.of()).stream()
            .limit(Gap.MOST_NAMED - (long) named.size())
            .forEach(named::add);
        count += absentCount[hour];
        hour++;
      }
      if (reason != null) {
        gaps.add(
            new Gap(name, span.start(first), span.start(hour), reason, List.copyOf(named), count));
      }
    }
    return gaps;
  }
}
