package io.trailhouse.destination;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.source.LogFileKind;
import io.trailhouse.source.LogFileName;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the place of a record in a trail's layout. Text becomes part of a path only when it has
/// the form of an account id or a Region's name, so that no record can lead out of the folder.
///
/// Not for several threads at once.
final class TrailPlacer {
  private static final String NO_ACCOUNT = "000000000000";
  private static final String NO_REGION = "unknown";
  private static final Predicate<String> REGION =
      Pattern.compile("[a-z]{2,8}(?:-[a-z]{1,12}){1,3}(?:-[0-9]{1,2})?").asMatchPredicate();
  private static final long MICROS_OF_MINUTE = 60_000_000;
  private static final long WINDOW = 5;

  private @Nullable String object;
  private LogFileName name = LogFileName.of("");

  TrailPlace place(RecordClues clues) {
    String from = clues.object();
    if (from != null && !from.equals(object)) {
      object = from;
      name = LogFileName.of(from);
    }
    boolean named = from != null;
    return new TrailPlace(
        first(
            EventIdentity::isAccountId, NO_ACCOUNT, clues.account(), named ? name.account() : null),
        kind(clues),
        first(REGION, NO_REGION, clues.region(), named ? name.region() : null),
        windowEnd(clues.eventTime()));
  }

  private static String first(Predicate<String> form, String otherwise, @Nullable String... texts) {
    for (String text : texts) {
      if (text != null && form.test(text)) {
        return text;
      }
    }
    return otherwise;
  }

  /// The end of the five minutes that hold a time; a time on the border ends its own.
  private static long windowEnd(long micros) {
    long window = WINDOW * MICROS_OF_MINUTE;
    return -Math.floorDiv(-micros, window) * WINDOW;
  }

  /// Records before 2019 have no category; their type tells.
  private static LogFileKind kind(RecordClues clues) {
    String word = clues.category() == null ? clues.type() : clues.category();
    return switch (word == null ? "" : word) {
      case "Insight", "AwsCloudTrailInsight" -> LogFileKind.INSIGHT;
      case "NetworkActivity", "AwsVpceEvent" -> LogFileKind.NETWORK_ACTIVITY;
      case "Aggregated", "AwsAggregatedEvent" -> LogFileKind.AGGREGATED;
      default -> LogFileKind.EVENTS;
    };
  }
}
