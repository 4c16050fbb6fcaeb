package io.trailhouse.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the key of a log file tells, as far as it tells anything.
///
/// Keys are `[prefix/]AWSLogs/[organization/]account/kind/Region/yyyy/MM/dd/` and a file name
/// `account_kind_Region_time_unique.json.gz` (CloudTrail user guide, "Finding your CloudTrail log
/// files"). People keep copies under other folders and names, so each part is looked for by itself,
/// in the file's name first; the Region of folder and name differ in one published example, and
/// records carry their own.
///
/// @param kind what kind of file it is; [LogFileKind#EVENTS] when nothing says otherwise
/// @param account the 12 digits of the account whose events it holds
/// @param region the Region's name
/// @param deliveredAt when CloudTrail wrote it, to the minute; the start of the day when only the
///   folders tell
public record LogFileName(
    LogFileKind kind,
    @Nullable String account,
    @Nullable String region,
    @Nullable Instant deliveredAt) {
  /// What a log file's own name looks like, its account the first group. Also a regular expression
  /// of RE2.
  public static final String IN_NAME =
      "(\\d{12})_(CloudTrail(?:-[A-Za-z]+)?)_([a-z0-9-]+?)(?:_(?:.*_)?|-)"
          + "(\\d{8}T\\d{4})(\\d{2})?(?:Z[A-Za-z0-9]*)?(?:[_.].*)?";

  /// The same of a key by its folders, for a file whose name tells nothing.
  public static final String IN_FOLDERS =
      "(?:^|.*/)(\\d{12})/(CloudTrail(?:-[A-Za-z]+)?)/([a-z0-9-]+)(?:/(\\d{4})/(\\d{2})/(\\d{2}))?/.*";

  private static final Pattern NAME = Pattern.compile(IN_NAME);
  private static final Pattern FOLDERS = Pattern.compile(IN_FOLDERS);
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm");

  /// Reads a key or path with `/` between its parts.
  public static LogFileName of(String key) {
    Matcher name = NAME.matcher(key.substring(key.lastIndexOf('/') + 1));
    Matcher folders = FOLDERS.matcher(key);
    boolean named = name.matches();
    boolean placed = !named && folders.matches();
    String folder = named ? name.group(2) : placed ? folders.group(2) : "";
    return new LogFileName(
        LogFileKind.inFolder(folder).orElse(LogFileKind.EVENTS),
        named ? name.group(1) : placed ? folders.group(1) : null,
        named ? name.group(3) : placed ? folders.group(3) : null,
        named ? minute(name.group(4)) : placed ? day(folders) : null);
  }

  private static @Nullable Instant minute(String text) {
    try {
      return LocalDateTime.parse(text, MINUTE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant day(Matcher folders) {
    if (folders.group(4) == null) {
      return null;
    }
    try {
      return LocalDate.of(
              Integer.parseInt(folders.group(4)),
              Integer.parseInt(folders.group(5)),
              Integer.parseInt(folders.group(6)))
          .atStartOfDay()
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
