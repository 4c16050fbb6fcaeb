package io.trailhouse.lake.upkeep;

import java.time.LocalDate;
import java.time.ZoneOffset;

/// Records of some days ago, for tests of retention.
///
/// @param id at most 36 letters; it is filled up to the length of an event id
record AgedRecord(String id, int daysAgo, String account, String category, String principal) {
  static final String ONE = "111122223333";
  static final String TWO = "444455556666";

  static AgedRecord data(String id, int daysAgo, String account) {
    return new AgedRecord(id, daysAgo, account, "Data", user(account, "app"));
  }

  static AgedRecord management(String id, int daysAgo, String account) {
    return new AgedRecord(id, daysAgo, account, "Management", user(account, "admin"));
  }

  static String user(String account, String name) {
    return "arn:aws:iam::" + account + ":user/" + name;
  }

  AgedRecord by(String other) {
    return new AgedRecord(id, daysAgo, account, category, other);
  }

  static LocalDate day(int daysAgo) {
    return LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo);
  }

  String text() {
    return text("\"recipientAccountId\":\"" + account + "\"");
  }

  /// @param recipient in place of the usual member
  String text(String recipient) {
    return """
    {"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE%s","arn":"%s",\
    "accountId":"%s"},"eventTime":"%sT10:00:00Z","eventSource":"s3.amazonaws.com",\
    "eventName":"X-%s","awsRegion":"eu-central-1","eventID":"%s",%s,"eventCategory":"%s"}\
    """
        .formatted(
            id,
            principal,
            account,
            day(daysAgo),
            id,
            (id + "-0000-4000-8000-00000000000000000000000000000000").substring(0, 36),
            recipient,
            category);
  }
}
