package io.trailhouse.platform;

import io.trailhouse.aws.Accounts;
import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.Identity;
import io.trailhouse.config.AwsSpec;
import java.util.List;

/// The accounts that a configuration means, and how each is entered.
final class AwsAccounts {
  private static final String EACH_ACCOUNT = "{account}";
  private static final String ARN = "arn:";

  private final AwsSpec aws;

  AwsAccounts(AwsSpec aws) {
    this.aws = aws;
  }

  private Identity identity() {
    return new Identity(aws.profile(), aws.region(), null, aws.externalId(), aws.session());
  }

  /// The accounts by their numbers; none when it is the own one.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException when the organization cannot be asked
  List<String> listed() {
    if (aws.accounts() instanceof AwsSpec.Accounts.Listed listed) {
      return listed.ids();
    }
    if (aws.accounts() instanceof AwsSpec.Accounts.Own) {
      return List.of();
    }
    try (AwsClients clients = plain()) {
      return Accounts.of(clients).active();
    }
  }

  /// The account that the credentials belong to.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException when there are no good credentials
  String own() {
    try (AwsClients clients = plain()) {
      return Accounts.of(clients).own();
    }
  }

  /// Clients with the own credentials.
  AwsClients plain() {
    return AwsClients.of(identity());
  }

  /// Clients that work in an account: with the own credentials in the own one, by the configured
  /// role in every other.
  AwsClients clients(String account, String own) {
    String role = aws.role();
    Identity identity = identity();
    return role == null || account.equals(own)
        ? plain()
        : AwsClients.of(identity.as(roleIn(account, role, identity), aws.externalId()));
  }

  /// The ARN of a role in an account, from its ARN, its name, or its path and name.
  static String roleIn(String account, String role, Identity identity) {
    if (role.startsWith(ARN)) {
      return role.replace(EACH_ACCOUNT, account);
    }
    try (AwsClients plain = AwsClients.of(identity)) {
      String partition = plain.region().metadata().partition().id();
      return "arn:%s:iam::%s:role/%s".formatted(partition, account, role);
    }
  }
}
