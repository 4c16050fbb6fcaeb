package io.trailhouse.demo;

/// Temporary credentials of a role: the key that CloudTrail shows, and when they were made.
record Session(Role role, String name, String key, long since) {

  static Session of(Role role, String name, Dice dice, long since) {
    return new Session(role, name, "ASIA" + dice.capitals(16), since);
  }

  String principalId() {
    return role.id() + ":" + name;
  }

  String arn() {
    return role.sessionArn(name);
  }
}
