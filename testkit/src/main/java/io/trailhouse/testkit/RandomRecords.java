package io.trailhouse.testkit;

import io.trailhouse.event.EventField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Event records from a seed, of every shape that an event record may have: fields that are there,
/// absent, null, unknown, repeated or of an unexpected type.
public final class RandomRecords {
  private static final Set<EventField> STRUCTS =
      EnumSet.of(EventField.USER_IDENTITY, EventField.TLS_DETAILS, EventField.RESOURCES);
  private static final Set<EventField> FLAGS =
      EnumSet.of(EventField.READ_ONLY, EventField.MANAGEMENT_EVENT);
  private static final Set<EventField> FREE =
      EnumSet.of(
          EventField.REQUEST_PARAMETERS,
          EventField.RESPONSE_ELEMENTS,
          EventField.ADDITIONAL_EVENT_DATA,
          EventField.SERVICE_EVENT_DETAILS,
          EventField.INSIGHT_DETAILS,
          EventField.EVENT_CONTEXT,
          EventField.ADDENDUM,
          EventField.EDGE_DEVICE_DETAILS);
  private static final List<String> TIMES =
      List.of(
          "2026-05-01T08:00:07Z",
          "2026-05-01T08:00:07.123Z",
          "2026-05-01T10:00:07+02:00",
          "20260501T080007Z",
          "2026-05-01 08:00:07",
          "soon",
          "",
          "2026-02-30T00:00:00Z",
          "1969-12-31T23:59:59Z");

  private final Random random;
  private final RandomJson json;
  private final RandomStructs structs;

  private RandomRecords(long seed, boolean wild) {
    this.random = new Random(seed);
    this.json = new RandomJson(random, wild);
    this.structs = new RandomStructs(json);
  }

  /// One member of a record: its key and its value as they stand in the text.
  public record Member(String key, String value) {}

  /// One record.
  ///
  /// @param text as it stands in its log file
  public record Made(String text, List<Member> members) {}

  /// Records spelled as CloudTrail spells them, without blanks and without repeated keys.
  public static RandomRecords usual(long seed) {
    return new RandomRecords(seed, false);
  }

  /// Records in every spelling that JSON allows.
  public static RandomRecords wild(long seed) {
    return new RandomRecords(seed, true);
  }

  public RandomJson json() {
    return json;
  }

  /// The next record; it always has an `eventVersion` and an `eventName`.
  public Made next() {
    List<Member> members = new ArrayList<>();
    double share = random.nextDouble();
    for (EventField field : EventField.values()) {
      boolean needed = field == EventField.EVENT_VERSION || field == EventField.EVENT_NAME;
      if (needed || json.chance(share)) {
        members.add(member(field));
      }
    }
    int unknown = json.chance(0.3) ? 1 + json.below(3) : 0;
    Set<String> names = new HashSet<>();
    for (int i = 0; i < unknown; i++) {
      String name = "x" + json.text();
      if (names.add(name) || json.isWild()) {
        members.add(json.below(members.size() + 1), unknown(name));
      }
    }
    if (json.isWild() && json.chance(0.05)) {
      members.add(json.below(members.size()), member(json.one(List.of(EventField.values()))));
    }
    if (json.chance(0.3)) {
      Collections.shuffle(members, random);
    }
    return new Made(text(members), List.copyOf(members));
  }

  private String text(List<Member> members) {
    StringBuilder text = new StringBuilder("{").append(json.blank());
    boolean first = true;
    for (Member member : members) {
      text.append(first ? "" : "," + json.blank());
      first = false;
      text.append(member.key()).append(json.blank()).append(':').append(json.blank());
      text.append(member.value()).append(json.blank());
    }
    return text.append('}').toString();
  }

  private Member unknown(String name) {
    return new Member(json.literal(name), json.value(3));
  }

  private Member member(EventField field) {
    String key =
        json.isWild() && json.chance(0.02)
            ? json.literal(field.jsonName())
            : '"' + field.jsonName() + '"';
    return new Member(key, value(field));
  }

  private String value(EventField field) {
    if (json.chance(0.05)) {
      return "null";
    }
    if (json.chance(0.04) && field != EventField.EVENT_SOURCE) {
      return json.value(3);
    }
    if (STRUCTS.contains(field)) {
      return structs.value(field);
    }
    if (FLAGS.contains(field)) {
      return json.one(List.of("true", "false", "\"true\"", "\"false\"", "\"True\""));
    }
    if (FREE.contains(field)) {
      return json.value(4);
    }
    return switch (field) {
      case EVENT_SOURCE -> "\"s3.amazonaws.com\"";
      case EVENT_TIME -> time();
      case EVENT_ID -> json.literal("id-" + json.below(1_000_000));
      case RECIPIENT_ACCOUNT_ID -> json.literal("11112222333" + json.below(3));
      default -> json.string();
    };
  }

  private String time() {
    return json.chance(0.8)
        ? "\"2026-05-%02dT%02d:%02d:%02dZ\""
            .formatted(1 + json.below(3), json.below(24), json.below(60), json.below(60))
        : json.literal(json.one(TIMES));
  }
}
