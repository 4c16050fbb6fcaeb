package io.trailhouse.ocsf;

import io.trailhouse.event.EventField;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom it was done to: the `user` that Authentication and Account Change require.
final class OcsfUsers {
  /// Changes that only the account's owner or the user can make, to themselves.
  private static final Set<String> ALWAYS_OWN =
      Set.of(
          "ChangePassword",
          "PasswordUpdated",
          "EmailUpdated",
          "AccountNameUpdated",
          "UpdateAccountEmailAddress",
          "UpdateAccountName");

  /// Calls that mean the caller when they name nobody.
  private static final Set<String> OWN_WHEN_UNNAMED =
      Set.of(
          "CreateAccessKey",
          "UpdateAccessKey",
          "DeleteAccessKey",
          "CreateLoginProfile",
          "UpdateLoginProfile",
          "DeleteLoginProfile");

  private OcsfUsers() {}

  /// Who is let in: the role of an AssumeRole call, otherwise whoever signs in.
  static OcsfStruct letIn(RecordParts record, OcsfActor actor) {
    RecordObject asked = record.object(EventField.REQUEST_PARAMETERS);
    String role = asked.peek("roleArn");
    OcsfStruct user =
        role == null
            ? self(actor)
            : new OcsfStruct().text("name", asked.peek("roleSessionName")).text("uid", role);
    return user.isEmpty() ? account(actor) : user;
  }

  /// The session that an AssumeRole call opens: what later records of that session have as their
  /// actor.
  static OcsfStruct opened(RecordParts record) {
    RecordObject answered = record.object(EventField.RESPONSE_ELEMENTS);
    RecordObject role = answered.object("assumedRoleUser");
    return new OcsfStruct()
        .text("uid", role.peek("arn"))
        .text("uid_alt", role.peek("assumedRoleId"))
        .text("credential_uid", answered.object("credentials").peek("accessKeyId"));
  }

  /// Whose account changes. A user or role that the record names; the actor, when the call is about
  /// the caller; the whole account otherwise, which also stands for groups and policies.
  static OcsfStruct changed(RecordParts record, OcsfActor actor, boolean failed) {
    OcsfStruct named = named(record);
    if (!named.isEmpty()) {
      return named;
    }
    String event = record.view().text(EventField.EVENT_NAME);
    boolean own =
        event != null
            && (ALWAYS_OWN.contains(event) || (OWN_WHEN_UNNAMED.contains(event) && !failed));
    OcsfStruct self = own ? self(actor) : new OcsfStruct();
    return self.isEmpty() ? account(actor) : self;
  }

  private static OcsfStruct named(RecordParts record) {
    RecordObject asked = record.object(EventField.REQUEST_PARAMETERS);
    RecordObject answered = record.object(EventField.RESPONSE_ELEMENTS);
    RecordObject user = answered.object("user");
    RecordObject role = answered.object("role");
    return new OcsfStruct()
        .text(
            "name",
            first(
                asked.peek("userName"),
                user.peek("userName"),
                answered.object("accessKey").peek("userName"),
                answered.object("loginProfile").peek("userName"),
                asked.peek("roleName"),
                role.peek("roleName")))
        .text("uid", first(user.peek("arn"), role.peek("arn")))
        .text(
            "uid_alt",
            first(
                user.peek("userId"),
                role.peek("roleId"),
                answered.peek("userId"),
                asked.peek("userId")));
  }

  private static OcsfStruct self(OcsfActor actor) {
    return new OcsfStruct()
        .text("name", actor.name())
        .text("uid", actor.uid())
        .text("uid_alt", actor.uidAlt());
  }

  private static OcsfStruct account(OcsfActor actor) {
    String uid = actor.account().isEmpty() ? null : actor.account();
    return new OcsfStruct().struct("account", new OcsfStruct().text("uid", uid));
  }

  private static @Nullable String first(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
