package io.trailhouse.rule.watch;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Subject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as watches see it: good until the next one is looked at.
public final class Seen {
  private static final FieldText ARN = field("userIdentity.arn");
  private static final FieldText ISSUER = field("userIdentity.sessionContext.sessionIssuer.arn");
  private static final FieldText OWNER = field("userIdentity.accountId");
  private static final List<FieldText> PRINCIPALS =
      List.of(
          ARN,
          field("userIdentity.principalId"),
          field("userIdentity.userName"),
          field("userIdentity.invokedBy"));

  private final Subject subject;
  private final Instant time;
  private final String key;

  private Seen(Subject subject, Instant time, String key) {
    this.subject = subject;
    this.time = time;
    this.key = key;
  }

  /// The record that a subject points at; null when it does not say when it happened.
  public static @Nullable Seen of(Subject subject) {
    EventView view = subject.view();
    String time = view.text(EventField.EVENT_TIME);
    if (time == null) {
      return null;
    }
    try {
      return new Seen(subject, Instant.parse(time), key(view));
    } catch (DateTimeException e) {
      return null;
    }
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

  private static FieldText field(String path) {
    return new FieldText(FieldPath.dotted(path));
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

  /// The account that received the event, else the one that owns the identity; empty without any.
  public String account() {
    String recipient = text(EventField.RECIPIENT_ACCOUNT_ID);
    if (!recipient.isEmpty()) {
      return recipient;
    }
    String owner = OWNER.of(subject);
    return owner == null ? "" : owner;
  }

  /// The ARN of who acted, else the next best name of them; empty without any.
  public String principal() {
    for (FieldText each : PRINCIPALS) {
      String text = each.of(subject);
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /// Who acted, without the name of a session: of an assumed role the ARN up to the role's name, so
  /// that a thousand sessions of one role are one principal.
  public String actor() {
    return withoutSession(principal());
  }

  /// The ARN of the role behind a session; empty for everybody else.
  public String role() {
    String issuer = ISSUER.of(subject);
    if (issuer != null && !issuer.isEmpty()) {
      return issuer;
    }
    String actor = actor();
    return actor.contains(":assumed-role/") ? actor : "";
  }

  /// The ARN of who acted without its session, or `null` as Insights events write it.
  String actorArn() {
    String arn = ARN.of(subject);
    return arn == null || arn.isEmpty() ? "null" : withoutSession(arn);
  }

  private static String withoutSession(String arn) {
    int role = arn.indexOf(":assumed-role/");
    int session = role < 0 ? -1 : arn.lastIndexOf('/');
    return session <= role + ":assumed-role".length() ? arn : arn.substring(0, session);
  }

  Sample sample() {
    return new Sample(
        key,
        time,
        text(EventField.EVENT_NAME),
        account(),
        text(EventField.AWS_REGION),
        principal(),
        subject.view().json());
  }
}
