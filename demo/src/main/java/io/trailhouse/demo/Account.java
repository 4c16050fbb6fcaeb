package io.trailhouse.demo;

/// The accounts of the demo organization. Their numbers are the obviously invented ones that
/// documentation uses.
enum Account {
  MANAGEMENT("111122223333"),
  SECURITY("222233334444"),
  PRODUCTION("333344445555"),
  DEVELOPMENT("444455556666"),
  DATA("555566667777");

  /// The AWS Organization that all of them belong to.
  static final String ORGANIZATION = "o-larch4demo";

  /// The bucket, owned by [#SECURITY], to which every trail of the organization delivers.
  static final String TRAIL_BUCKET = "larchfield-org-trail";

  private final String id;

  Account(String id) {
    this.id = id;
  }

  /// Twelve digits.
  String id() {
    return id;
  }

  /// Chance for what belongs to this account and stays the same for whatever seed.
  Dice dice(String name) {
    return Dice.of(Long.parseLong(id), name);
  }

  /// The second number of the addresses in the account's private networks.
  int network() {
    return 20 + Integer.parseInt(id.substring(0, 1));
  }

  /// An ARN of a service without a Region, such as IAM.
  String arn(String service, String rest) {
    return "arn:aws:" + service + "::" + id + ":" + rest;
  }

  /// An ARN of a service of one Region.
  String arn(String service, String region, String rest) {
    return "arn:aws:" + service + ":" + region + ":" + id + ":" + rest;
  }
}
