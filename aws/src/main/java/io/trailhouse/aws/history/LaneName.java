package io.trailhouse.aws.history;

/// A lane: the Event history of one account in one Region.
///
/// @param account 12 digits
/// @param insight Insights events instead of management events
public record LaneName(String account, String region, boolean insight) {
  /// Under which its position is remembered.
  String key() {
    return account + " " + region + (insight ? " insight" : "");
  }

  @Override
  public String toString() {
    return key();
  }
}
