package io.trailhouse.demo;

/// What is known of the intruder, who is nobody: addresses, tools, the names left behind.
final class Intruder {

  static final String NETWORK = "203.0.113.";
  static final String FIRST_ADDRESS = NETWORK + "77";
  static final String SECOND_ADDRESS = NETWORK + "131";

  /// The user that is made, and the key that is made for it.
  static final String USER = "backup-svc";

  static final String USER_KEY = "AKIA4EXAMPLE2BACKUP7";

  static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

  /// An account outside the organization, to which a snapshot is given.
  static final String OUTSIDE_ACCOUNT = "666677778888";

  static final String VOLUME = "vol-0b47c2d9e8f1a6350";
  static final String SNAPSHOT = "snap-05e1f7a3c9b2d8046";

  /// The role of the data account that trusts the development account too much.
  static final Role DATA_ROLE = Role.of(Account.DATA, "DataLakeReader");

  static final String SESSION_KEY = "ASIA5EXAMPLE3READER4";

  private static final String BOTO =
      "Boto3/1.34.84 md/Botocore#1.34.84 ua/2.0 os/linux#6.8.11-1kali2-amd64 md/arch#x86_64"
          + " lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.84";
  private static final String CLI =
      "aws-cli/2.15.41 Python/3.11.9 Linux/6.8.11-1kali2-amd64 exe/x86_64.kali.2024"
          + " prompt/off command/";

  private Intruder() {}

  /// With the leaked key, from a script.
  static Caller leaked() {
    return Caller.user(
        Account.DEVELOPMENT, Pipeline.USER, Pipeline.KEY, Seat.at(FIRST_ADDRESS, BOTO));
  }

  /// As the new user, at a prompt.
  static Caller newUser(String command) {
    Seat seat = Seat.at(SECOND_ADDRESS, CLI + command);
    return Caller.user(Account.DEVELOPMENT, USER, USER_KEY, seat);
  }

  static Session session(long since) {
    return new Session(DATA_ROLE, "reader", SESSION_KEY, since);
  }
}
