package io.trailhouse.demo;

import java.util.List;

/// Somebody who signs in through Identity Center: with one permission set, to some accounts.
///
/// `firstHour` is the hour of the day, UTC, at which the working day begins.
record Person(
    String name, String permissionSet, List<Place> places, int firstHour, String address) {

  private static final Place PROD_US = new Place(Account.PRODUCTION, "us-east-1");
  private static final Place PROD_EU = new Place(Account.PRODUCTION, "eu-west-1");
  private static final Place PROD_AP = new Place(Account.PRODUCTION, "ap-southeast-2");
  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final Place DATA = new Place(Account.DATA, "eu-west-1");
  private static final Place SECURITY = new Place(Account.SECURITY, "us-east-1");
  private static final Place MANAGEMENT = new Place(Account.MANAGEMENT, "us-east-1");

  static List<Person> all() {
    return List.of(
        security(),
        new Person("tomasz.wilk", "PlatformAdmin", List.of(PROD_US, PROD_EU, DEV), 7, office(41)),
        new Person("priya.nair", "PlatformAdmin", List.of(PROD_US, DEV), 8, office(40)),
        new Person("lena.hoff", "Developer", List.of(DEV), 7, office(61)),
        new Person("jonas.berg", "Developer", List.of(DEV), 8, "198.51.100.23"),
        new Person("mia.kovac", "Developer", List.of(DEV, PROD_EU), 7, "198.51.100.47"),
        new Person("sam.oconnor", "DataEngineer", List.of(DATA), 8, office(40)),
        new Person("olivia.tran", "DataEngineer", List.of(DATA, PROD_AP), 0, office(80)),
        new Person("hugo.marsh", "Billing", List.of(MANAGEMENT), 9, office(40)));
  }

  /// One of them by name.
  static Person named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /// The one who finds out.
  static Person security() {
    return new Person("ana.reyes", "SecurityAudit", List.of(SECURITY, DEV), 8, office(40));
  }

  private static String office(int host) {
    return "192.0.2." + host;
  }

  /// Whether the permission set only lets the person look.
  boolean reader() {
    return permissionSet.equals("SecurityAudit") || permissionSet.equals("Billing");
  }

  String email() {
    return name + "@larchfield.example";
  }

  Role role(Account account) {
    return role(account, permissionSet);
  }

  /// The role that Identity Center made in an account for a permission set.
  static Role role(Account account, String permissionSet) {
    return new Role(
        account,
        "/aws-reserved/sso.amazonaws.com/",
        "AWSReservedSSO_" + permissionSet + "_" + Dice.of(0, permissionSet).hex(16));
  }

  /// The person's key in the identity store.
  String userId() {
    return Dice.of(0, "person " + name).uuid();
  }
}
