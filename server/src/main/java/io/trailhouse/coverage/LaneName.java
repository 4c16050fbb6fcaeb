package io.trailhouse.coverage;

/// One account and one Region.
public record LaneName(String account, String region) implements Comparable<LaneName> {
  @Override
  public int compareTo(LaneName other) {
    int byAccount = account.compareTo(other.account);
    return byAccount != 0 ? byAccount : region.compareTo(other.region);
  }
}
