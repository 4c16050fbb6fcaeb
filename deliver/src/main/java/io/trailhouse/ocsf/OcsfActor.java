package io.trailhouse.ocsf;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import org.jspecify.annotations.Nullable;

/// Who did it: the `actor`, and of it what a `user` may have to repeat.
///
/// @param struct the `actor` object
/// @param uid the principal, as everything else names it
/// @param account the id of the account that the event is of
record OcsfActor(
    OcsfStruct struct,
    @Nullable String name,
    @Nullable String uid,
    @Nullable String uidAlt,
    String account) {

  static OcsfActor of(RecordParts record) {
    RecordObject identity = record.object(EventField.USER_IDENTITY);
    RecordObject behalf = identity.object("onBehalfOf");
    String name = identity.text("userName");
    if (name == null) {
      name = record.object(EventField.ADDITIONAL_EVENT_DATA).text("UserName");
    }
    EventIdentity who = EventIdentity.of(record.view());
    String arn = identity.peek("arn");
    if (arn != null && !arn.isBlank()) {
      identity.text("arn");
    }
    String uid = who.principal().isEmpty() ? null : who.principal();
    String uidAlt = either(identity, "principalId", behalf, "userId");
    OcsfStruct user =
        new OcsfStruct()
            .text("type", identity.text("type"))
            .text("name", name)
            .text("uid", uid)
            .text("uid_alt", uidAlt)
            .struct("account", new OcsfStruct().text("uid", identity.text("accountId")))
            .text("credential_uid", either(identity, "accessKeyId", identity, "credentialId"));
    RecordObject session = identity.object("sessionContext");
    RecordObject federation = session.object("webIdFederationData");
    OcsfStruct provider =
        new OcsfStruct()
            .text("name", either(federation, "federatedProvider", identity, "identityProvider"))
            .text("uid", behalf.text("identityStoreArn"));
    OcsfStruct actor =
        new OcsfStruct()
            .struct("user", user)
            .struct("session", session(session))
            .text("invoked_by", identity.text("invokedBy"))
            .struct("idp", provider);
    return new OcsfActor(actor, name, uid, uidAlt, who.account());
  }

  private static OcsfStruct session(RecordObject context) {
    RecordObject attributes = context.object("attributes");
    OcsfStruct session = new OcsfStruct();
    OcsfTime created = OcsfTime.of(attributes.peek("creationDate"));
    if (created != null) {
      attributes.text("creationDate");
      created.put("created_time", session);
    }
    return session
        .flag("is_mfa", attributes.flag("mfaAuthenticated", "true", "false"))
        .text("issuer", context.object("sessionIssuer").text("arn"));
  }

  /// The first of two members that is there, which is taken; the other stays.
  private static @Nullable String either(
      RecordObject first, String name, RecordObject second, String otherName) {
    String text = first.text(name);
    return text == null ? second.text(otherName) : text;
  }
}
