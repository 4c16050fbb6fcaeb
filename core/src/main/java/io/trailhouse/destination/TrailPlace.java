package io.trailhouse.destination;

import io.trailhouse.source.LogFileKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/// The log files of one account, kind, Region and five minutes.
///
/// @param account 12 digits
/// @param region a Region's name, or `unknown`
/// @param minute the last minute of the five, in minutes since 1970, UTC: what the file's name
///   gives as its time, because CloudTrail delivers after the events
record TrailPlace(String account, LogFileKind kind, String region, long minute)
    implements Comparable<TrailPlace> {
  private static final Comparator<TrailPlace> ORDER =
      Comparator.comparing(TrailPlace::account)
          .thenComparing(TrailPlace::kind)
          .thenComparing(TrailPlace::region)
          .thenComparingLong(TrailPlace::minute);
  private static final DateTimeFormatter FOLDERS =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

  @Override
  public int compareTo(TrailPlace other) {
    return ORDER.compare(this, other);
  }

  /// The key of a log file here (CloudTrail user guide, "Finding your CloudTrail log files").
  ///
  /// @param unique letters and digits that tell it from the others of the place
  String key(String unique) {
    Instant time = Instant.ofEpochSecond(minute * 60);
    String folder = kind.folder();
    return "AWSLogs/%s/%s/%s/%s/%s_%s_%s_%s_%s.json.gz"
        .formatted(
            account,
            folder,
            region,
            FOLDERS.format(time),
            account,
            folder,
            region,
            TIME.format(time),
            unique);
  }
}
