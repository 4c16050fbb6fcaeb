package io.trailhouse.demo;

/// An IAM role. The path begins and ends with a slash.
record Role(Account account, String path, String name) {

  static Role of(Account account, String name) {
    return new Role(account, "/", name);
  }

  String arn() {
    return account.arn("iam", "role" + path + name);
  }

  /// The role's own identifier, the same whenever the role is named.
  String id() {
    return "AROA" + account.dice("role " + name).capitals(17);
  }

  String sessionArn(String session) {
    return account.arn("sts", "assumed-role/" + name + "/" + session);
  }
}
