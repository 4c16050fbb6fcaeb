package io.trailhouse.coverage;

import java.time.Instant;
import java.util.List;

/// Hours in a row of one account and Region in which something is missing for one reason.
///
/// @param from the start of the first hour
/// @param to the end of the last one
/// @param files keys of missing log files, at most [#MOST_NAMED]
/// @param count how many log files are missing; 0 when it is not known
public record Gap(
    AccountRegion accountRegion,
    Instant from,
    Instant to,
    Reason reason,
    List<String> files,
    long count) {
  /// More names than this tell nothing new.
  public static final int MOST_NAMED = 20;

  /// Why hours are missing.
  public enum Reason {
    FILE_ABSENT("a digest lists log files that never came"),
    FILE_CHANGED("log files came with another content than a digest says"),
    DIGEST_ABSENT("no digest covers it, though there are digests before and after"),
    DIGEST_INVALID("the digest that covers it is not valid"),
    SILENT("it is silent, which it never is");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /// Whether events did not come, so that fetching them from elsewhere fixes it. What came and is
    /// not as it should be stays so.
    public boolean isLoss() {
      return this == FILE_ABSENT || this == DIGEST_ABSENT || this == SILENT;
    }

    /// The reason for people.
    public String words() {
      return words;
    }
  }
}
