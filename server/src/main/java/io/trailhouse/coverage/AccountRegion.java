package io.trailhouse.coverage;

/// One account and one Region.
public record AccountRegion(String account, String region) implements Comparable<AccountRegion> {
  @Override
  public int compareTo(AccountRegion other) {
    int byAccount = account.compareTo(other.account);
    return byAccount != 0 ? byAccount : region.compareTo(other.region);
  }
}
