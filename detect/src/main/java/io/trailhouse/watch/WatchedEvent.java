package io.trailhouse.watch;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.match.Subject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An event as watches see it: good until the next one is looked at.
public final class WatchedEvent {
  /// How [EventIdentity] names principals and accounts: changes with it.
  static final String MEANING = "identity-2";

  private final Subject subject;
  private final Instant time;
  private final String key;
  private @Nullable EventIdentity identity;

  private WatchedEvent(Subject subject, Instant time, String key) {
    this.subject = subject;
    this.time = time;
    this.key = key;
  }

  /// The record that a subject points at; null when it does not say when it happened.
  public static @Nullable WatchedEvent of(Subject subject) {
    EventView view = subject.view();
    Instant time = EventTime.written(view);
    return time == null ? null : new WatchedEvent(subject, time, key(view));
  }

  private static String key(EventView view) {
    String id = view.text(EventField.EVENT_ID);
    if (id != null && !id.isEmpty()) {
      return id;
    }
    try {
      EventBatch batch = view.batch();
      byte[] json =
          CanonicalJson.of(batch.bytes(), batch.rowFrom(view.row()), batch.rowTo(view.row()));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public Subject subject() {
    return subject;
  }

  public Instant time() {
    return time;
  }

  /// eventID, or the SHA-256 of the record's canonical JSON where it has none.
  public String key() {
    return key;
  }

  /// A string field at the top; empty when the record lacks it.
  public String text(EventField field) {
    String text = subject.view().text(field);
    return text == null ? "" : text;
  }

  /// Who acted, in which account.
  EventIdentity identity() {
    if (identity == null) {
      identity = EventIdentity.of(subject.view());
    }
    return identity;
  }

  /// The ARN of the actor, or `null` as Insights events write it.
  String actorArn() {
    String actor = identity().actor();
    return actor.startsWith("arn:") ? actor : "null";
  }

  Sample sample() {
    return new Sample(
        key,
        time,
        text(EventField.EVENT_NAME),
        identity().account(),
        text(EventField.AWS_REGION),
        identity().principal(),
        subject.view().json());
  }
}
