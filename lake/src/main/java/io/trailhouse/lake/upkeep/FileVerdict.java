package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.row.EventClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/// What the table's metadata tells of a file whose day has expired for some: most files need not be
/// read.
enum FileVerdict {
  /// No row has expired.
  NONE_EXPIRED,
  /// Every row has expired and no hold covers any.
  ALL_EXPIRED,
  /// Every row has expired, and each hold that covers one covers all.
  ALL_HELD,
  /// The rows have to be asked.
  UNKNOWN;

  static FileVerdict of(FileBounds bounds, DataFile file, DayExpiry expiry) {
    Set<EventClass> classes = bounds.classes(file);
    List<Set<EventClass>> ways = ways(bounds.recipients(file), expiry);
    if (ways.stream().allMatch(expired -> classes.stream().noneMatch(expired::contains))) {
      return NONE_EXPIRED;
    }
    if (!ways.stream().allMatch(expired -> expired.containsAll(classes))) {
      return UNKNOWN;
    }
    List<LegalHold> holds =
        expiry.holds().stream().filter(hold -> mayCover(hold, bounds, file)).toList();
    if (holds.isEmpty()) {
      return ALL_EXPIRED;
    }
    return holds.stream().allMatch(hold -> coversAll(hold, bounds, file)) ? ALL_HELD : UNKNOWN;
  }

  /// What has expired in each of the accounts that the rows may be of.
  private static List<Set<EventClass>> ways(
      FileBounds.@Nullable Texts recipients, DayExpiry expiry) {
    List<Set<EventClass>> ways = new ArrayList<>();
    for (Map.Entry<String, Set<EventClass>> account : expiry.ofAccounts().entrySet()) {
      if (recipients == null || recipients.mayHave(account.getKey())) {
        ways.add(account.getValue());
      }
    }
    if (recipients == null || !recipients.isOne() || ways.isEmpty()) {
      ways.add(expiry.usual());
    }
    return ways;
  }

  static boolean mayCover(LegalHold hold, FileBounds bounds, DataFile file) {
    FileBounds.Texts recipients = bounds.recipients(file);
    return hold.touches(bounds.firstTime(file), bounds.lastTime(file))
        && (hold.accounts().isEmpty()
            || recipients == null
            || hold.accounts().stream().anyMatch(recipients::mayHave));
  }

  private static boolean coversAll(LegalHold hold, FileBounds bounds, DataFile file) {
    FileBounds.Texts recipients = bounds.recipients(file);
    return hold.spans(bounds.firstTime(file), bounds.lastTime(file))
        && hold.principals().isEmpty()
        && (hold.accounts().isEmpty()
            || (recipients != null
                && recipients.isOne()
                && hold.accounts().contains(recipients.first())));
  }
}
