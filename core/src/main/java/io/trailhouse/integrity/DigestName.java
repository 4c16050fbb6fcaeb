package io.trailhouse.integrity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the key of a digest file tells (CloudTrail user guide, "Digest file location"). A trail's
/// name may hold `_`, `-` and `.`, so the name is matched from both ends.
///
/// @param folder what stands before the kind's folder: `[prefix/]AWSLogs/[organization/]account/`
/// @param region whose log files it lists
/// @param home the Region that the trail belongs to
/// @param end of its window, to the second
/// @param backfill whether it lists files that an earlier digest should have had
public record DigestName(
    String folder,
    String account,
    String region,
    String trail,
    String home,
    Instant end,
    boolean backfill) {
  private static final Pattern KEY =
      Pattern.compile(
          "(?<folder>(?:.*/)?(?<account>\\d{12})/)CloudTrail-Digest/(?<region>[a-z0-9-]+)/"
              + "\\d{4}/\\d{2}/\\d{2}/\\k<account>_CloudTrail-Digest_\\k<region>_(?<trail>.+)_"
              + "(?<home>[a-z]{2}(?:-[a-z]+)+-\\d+)_(?<time>\\d{8}T\\d{6})Z(?<backfill>_backfill)?"
              + "\\.json\\.gz");
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

  /// Reads a key; null when it is not that of a digest file.
  public static @Nullable DigestName of(String key) {
    Matcher match = KEY.matcher(key);
    if (!match.matches()) {
      return null;
    }
    try {
      return new DigestName(
          match.group("folder"),
          match.group("account"),
          match.group("region"),
          match.group("trail"),
          match.group("home"),
          LocalDateTime.parse(match.group("time"), SECOND).toInstant(ZoneOffset.UTC),
          match.group("backfill") != null);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// All digests of one chain have the same.
  Chain chain() {
    return new Chain(folder, account, region, trail, home, backfill);
  }

  /// Names a chain of digests.
  record Chain(
      String folder, String account, String region, String trail, String home, boolean backfill) {}
}
