package io.trailhouse.demo;

/// Where calls are made: an account and a Region.
record Place(Account account, String region) {

  String arn(String service, String rest) {
    return account.arn(service, region, rest);
  }
}
