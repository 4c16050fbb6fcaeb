package io.trailhouse.rule;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.match.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a finding says of an event: copies, so that they outlive the log file.
///
/// @param events one event, or for a correlation's finding those of it
/// @param time of the last of them
/// @param timed whether the record itself says its time; without one it is its log file's, or 1970
///   where that is not known
public record EventFacts(
    List<FoundEvent> events,
    Instant time,
    boolean timed,
    String account,
    String region,
    String principal) {
  /// @param subject points at the record
  static EventFacts of(Subject subject) {
    EventView view = subject.view();
    Instant known = EventTime.of(view);
    Instant time = known == null ? Instant.EPOCH : known;
    EventIdentity identity = EventIdentity.of(view);
    String name = text(view, EventField.EVENT_NAME);
    String json = view.json();
    String id = view.text(EventField.EVENT_ID);
    String key = id == null || id.isBlank() ? canonicalKey(json) : id;
    return new EventFacts(
        List.of(new FoundEvent(key, time, name, json)),
        time,
        EventTime.written(view) != null,
        identity.account(),
        text(view, EventField.AWS_REGION),
        identity.principal());
  }

  private static String canonicalKey(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] canonical = CanonicalJson.of(bytes, 0, bytes.length);
    return YamlJson.sha256(new String(canonical, StandardCharsets.UTF_8));
  }

  private static String text(EventView view, EventField field) {
    @Nullable String text = view.text(field);
    return text == null ? "" : text;
  }

  /// The same without the records' texts.
  EventFacts light() {
    List<FoundEvent> brief =
        events.stream()
            .map(event -> new FoundEvent(event.key(), event.time(), event.name(), ""))
            .toList();
    return new EventFacts(brief, time, timed, account, region, principal);
  }

  /// The finding of a rule on single events.
  Finding finding(Rule rule) {
    String id = FindingId.of(rule.id(), events.get(0).key());
    return finding(rule, id);
  }

  Finding finding(Rule rule, String id) {
    return new Finding(
        id,
        rule.id(),
        rule.version(),
        rule.title(),
        rule.level(),
        time,
        account,
        region,
        principal,
        events);
  }
}
