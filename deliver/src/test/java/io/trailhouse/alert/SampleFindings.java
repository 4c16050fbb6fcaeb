package io.trailhouse.alert;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import java.time.Instant;
import java.util.List;

/// Findings and messages for the tests of this package.
final class SampleFindings {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /// What an event may hold to be believed by a page, a chat or a mail server.
  static final String HOSTILE =
      "<script>alert(1)</script><!channel> <@U1|x> *b* `c` [x](http://e.example)\r\nBcc:"
          + " v@e.example\r\n\r\n\u202Egnp\u2066 {{DATE(2026)}} \uD800 \"'&amp; \u001B[31m";

  private SampleFindings() {}

  static Finding finding(int number, String rule, String principal, Level level) {
    Instant time = NOON.plusSeconds(number);
    return new Finding(
        "%032x"
            .formatted(0x1000_0000_0000_0000L + number * 0x1_0000_0001L)
            .substring(16)
            .concat("0123456789abcdef"),
        rule,
        "v1",
        "Title of " + rule,
        level,
        time,
        "111122223333",
        "us-east-1",
        principal,
        List.of(
            new FoundEvent(
                "event-" + number,
                time,
                "CreateUser",
                "{\"eventID\":\"event-" + number + "\",\"n\":1.10}")));
  }

  static Finding finding(int number) {
    return finding(number, "rule-a", "arn:aws:iam::111122223333:user/ann", Level.HIGH);
  }

  static Finding hostile(String json) {
    return new Finding(
        "feedfacefeedfacefeedfacefeedface",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        Level.CRITICAL,
        NOON,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        List.of(new FoundEvent(HOSTILE, NOON, HOSTILE, json)));
  }

  static AlertMessage message(AlertSpec spec, Finding finding) {
    return new MessageWriter(spec)
        .write(
            Groups.open(
                spec,
                List.of(EventsJson.lean(finding)),
                NOON.plusSeconds(60),
                NOON.plusSeconds(60)));
  }
}
