package io.trailhouse.aws.history;

import org.jspecify.annotations.Nullable;

/// The Event history of one account in one Region, which is read as a unit.
///
/// @param account 12 digits
/// @param insight Insights events instead of management events
public record HistoryPartition(String account, String region, boolean insight) {
  /// Under which its position is remembered.
  String key() {
    return account + " " + region + (insight ? " insight" : "");
  }

  /// The partition of a key; null when the text is none.
  static @Nullable HistoryPartition ofKey(String key) {
    String[] parts = key.split(" ", -1);
    boolean insight = parts.length == 3 && parts[2].equals("insight");
    return parts.length == 2 || insight ? new HistoryPartition(parts[0], parts[1], insight) : null;
  }

  @Override
  public String toString() {
    return key();
  }
}
