package io.trailhouse.demo;

/// The trail that the management account made for all accounts.
final class OrganizationTrail {

  static final String NAME = "larchfield-org";

  private OrganizationTrail() {}

  static String arn() {
    return Account.MANAGEMENT.arn("cloudtrail", "us-east-1", "trail/" + NAME);
  }
}
