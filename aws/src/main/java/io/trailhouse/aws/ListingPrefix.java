package io.trailhouse.aws;

import io.trailhouse.checkpoint.Position;
import io.trailhouse.source.LogFileKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One prefix of a bucket, which is the folder of an account, kind and Region: how far it is safe,
/// and when it is looked at next. For any number of threads.
///
/// A file can turn up behind others that sort after it: CloudTrail's writers and bucket replication
/// keep no order. So each round begins an hour before the newest file that is safe, once an hour
/// two days before, and once a day 35 days before, which is more than the 30 days that CloudTrail
/// retries a delivery for (CloudTrail user guide, "How CloudTrail works").
final class ListingPrefix {
  private static final Duration SOON = Duration.ofHours(1);
  private static final Duration WIDE = Duration.ofDays(2);
  private static final Duration DEEP = Duration.ofDays(35);
  private static final Duration WIDE_EVERY = Duration.ofHours(1);
  private static final Duration DEEP_EVERY = Duration.ofDays(1);

  /// When a round in which a file failed is followed by the next.
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /// A prefix without files for so long is looked at less often.
  private static final Duration QUIET = Duration.ofHours(2);

  private static final int QUIET_FACTOR = 4;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm").withZone(ZoneOffset.UTC);

  private final String folder;
  private final Map<Instant, Integer> lent = new TreeMap<>();
  private @Nullable Instant newest;
  private @Nullable Instant stuck;
  private Instant due = Instant.MIN;
  private Instant walkedAt = Instant.EPOCH;
  private Instant lastWide = Instant.EPOCH;
  private Instant lastDeep = Instant.EPOCH;
  private @Nullable Instant roundBegun;
  private boolean wide;
  private boolean deep;
  private boolean walking;
  private boolean changed;

  /// @param folder with a slash at its end
  ListingPrefix(String folder) {
    this.folder = folder;
  }

  String folder() {
    return folder;
  }

  /// Goes on where it was left; a position that makes no sense is as good as none.
  synchronized void restore(Position position) {
    String[] parts = position.at().split(" ", -1);
    try {
      if (parts.length == 3) {
        newest = Instant.parse(parts[0]);
        lastWide = Instant.parse(parts[1]);
        lastDeep = Instant.parse(parts[2]);
      }
    } catch (DateTimeException e) {
      newest = null;
      lastWide = Instant.EPOCH;
      lastDeep = Instant.EPOCH;
    }
  }

  /// @param every how often a prefix with files is looked at
  synchronized boolean isDue(Instant now, Duration every) {
    if (walking || !lent.isEmpty()) {
      return false;
    }
    boolean quiet = newest == null || newest.isBefore(now.minus(QUIET));
    return !now.isBefore(due)
        && !now.isBefore(walkedAt.plus(every.multipliedBy(quiet ? QUIET_FACTOR : 1)));
  }

  /// Begins a round; answers the key after which it begins.
  synchronized String begin(Instant now) {
    walking = true;
    roundBegun = now;
    stuck = null;
    Instant from = newest;
    if (from == null) {
      wide = true;
      deep = true;
      return "";
    }
    deep = !now.isBefore(lastDeep.plus(DEEP_EVERY));
    wide = deep || !now.isBefore(lastWide.plus(WIDE_EVERY));
    return after(from.minus(deep ? DEEP : wide ? WIDE : SOON));
  }

  /// The name of a log file has its time after account, kind and Region; of the others only the day
  /// is known to sort.
  private String after(Instant from) {
    String[] parts = folder.split("/", -1); // the last one is empty
    int region = parts.length - 2;
    String day = folder + DAY.format(from);
    return parts[region - 1].equals(LogFileKind.EVENTS.folder())
        ? day
            + String.join("_", parts[region - 2], parts[region - 1], parts[region])
            + "_"
            + MINUTE.format(from)
        : day;
  }

  synchronized void lent(Instant time) {
    lent.merge(time, 1, Integer::sum);
  }

  /// A file of the prefix that is in the table, or was there before.
  synchronized void seen(Instant time) {
    if (newest == null || time.isAfter(newest)) {
      newest = time;
      changed = true;
    }
  }

  synchronized void done(Instant time) {
    lent.computeIfPresent(time, (at, count) -> count == 1 ? null : count - 1);
    changed = true;
    endIfDone();
  }

  /// The next round begins before this file.
  synchronized void failed(Instant time) {
    if (stuck == null || time.isBefore(stuck)) {
      stuck = time;
    }
    done(time);
  }

  /// The listing has come to its end.
  synchronized void walked(Instant now) {
    walking = false;
    walkedAt = now;
    endIfDone();
  }

  /// The listing has failed: once more soon.
  synchronized void broken(Instant again) {
    walking = false;
    roundBegun = null;
    due = again;
  }

  private void endIfDone() {
    Instant begun = roundBegun;
    if (walking || !lent.isEmpty() || begun == null) {
      return;
    }
    roundBegun = null;
    if (stuck != null) {
      walkedAt = Instant.EPOCH;
      due = begun.plus(AGAIN);
    } else {
      lastWide = wide ? begun : lastWide;
      lastDeep = deep ? begun : lastDeep;
      changed = true;
    }
  }

  /// How far everything is safe; null when nothing has changed since it was last asked for.
  synchronized @Nullable Position takePosition() {
    Instant safe = newest;
    for (Instant time : lent.keySet()) {
      safe = earlier(safe, time);
      break;
    }
    if (stuck != null) {
      safe = earlier(safe, stuck);
    }
    if (!changed || safe == null) {
      return null;
    }
    changed = false;
    return new Position(folder, safe + " " + lastWide + " " + lastDeep);
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }
}
