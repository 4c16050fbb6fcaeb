package io.trailhouse.demo;

import org.jspecify.annotations.Nullable;

/// Who makes a call, as `userIdentity` tells it, and from where.
///
/// `accountId` is null for an AWS service, which acts from no account.
record Caller(@Nullable String accountId, String principalId, Doc identity, Seat seat) {

  static Caller user(Account account, String name, String key, Seat seat) {
    String id = userId(account, name);
    Doc identity =
        Doc.of("type", "IAMUser")
            .with("principalId", id)
            .with("arn", account.arn("iam", "user/" + name))
            .with("accountId", account.id())
            .with("accessKeyId", key)
            .with("userName", name);
    return new Caller(account.id(), id, identity, seat);
  }

  /// A user as the sign-in page knows him: without a key.
  static Caller signingIn(Account account, String name, Seat seat) {
    String id = userId(account, name);
    Doc identity =
        Doc.of("type", "IAMUser")
            .with("principalId", id)
            .with("arn", account.arn("iam", "user/" + name))
            .with("accountId", account.id())
            .with("userName", name);
    return new Caller(account.id(), id, identity, seat);
  }

  /// A user at work in the console: keys are temporary and tell whether a second factor was given.
  static Caller consoleUser(Session of, boolean mfa, Seat seat) {
    Account account = of.role().account();
    Doc attributes = attributes(of.since(), mfa);
    Doc identity =
        Doc.of("type", "IAMUser")
            .with("principalId", userId(account, of.name()))
            .with("arn", account.arn("iam", "user/" + of.name()))
            .with("accountId", account.id())
            .with("accessKeyId", of.key())
            .with("userName", of.name())
            .with("sessionContext", Doc.of("attributes", attributes));
    return new Caller(account.id(), userId(account, of.name()), identity, seat);
  }

  static Caller root(Account account, String key, Seat seat) {
    Doc identity =
        Doc.of("type", "Root")
            .with("principalId", account.id())
            .with("arn", account.arn("iam", "root"))
            .with("accountId", account.id())
            .with("accessKeyId", key);
    return new Caller(account.id(), account.id(), identity, seat);
  }

  static Caller session(Session session, Seat seat) {
    return session(session, seat, context(session));
  }

  /// A machine's session, which also says how the machine was given its keys.
  static Caller machine(Session session, Seat seat) {
    return session(session, seat, context(session).with("ec2RoleDelivery", "2.0"));
  }

  /// A session that was given for the token of another identity provider.
  static Caller federated(Session session, Seat seat, String provider) {
    Doc federation = Doc.of("federatedProvider", provider, "attributes", Doc.EMPTY);
    Doc context =
        Doc.of("sessionIssuer", issuer(session.role()))
            .with("webIdFederationData", federation)
            .with("attributes", attributes(session.since(), false));
    return session(session, seat, context);
  }

  /// A session that keeps the name of the person who took the role, whatever it is called.
  static Caller namedAfter(String person, Session session, Seat seat) {
    return session(session, seat, context(session).with("sourceIdentity", person));
  }

  private static Doc context(Session session) {
    return Doc.of("sessionIssuer", issuer(session.role()))
        .with("attributes", attributes(session.since(), false));
  }

  private static Caller session(Session session, Seat seat, Doc context) {
    Doc identity =
        Doc.of("type", "AssumedRole")
            .with("principalId", session.principalId())
            .with("arn", session.arn())
            .with("accountId", session.role().account().id())
            .with("accessKeyId", session.key())
            .with("sessionContext", context);
    return new Caller(session.role().account().id(), session.principalId(), identity, seat);
  }

  /// The same session when an AWS service acts for it.
  Caller invokedBy(String service) {
    return new Caller(
        accountId, principalId, identity.with("invokedBy", service), Seat.service(service));
  }

  Caller from(Seat other) {
    return new Caller(accountId, principalId, identity, other);
  }

  static Caller service(String name) {
    Doc identity = Doc.of("type", "AWSService", "invokedBy", name);
    return new Caller(null, name, identity, Seat.service(name));
  }

  /// How the owner of a resource sees a caller from another account: number and principal only.
  Doc seenFromOutside() {
    return Doc.of("type", "AWSAccount", "principalId", principalId, "accountId", accountId);
  }

  static String userId(Account account, String name) {
    return "AIDA" + account.dice("user " + name).capitals(17);
  }

  private static Doc issuer(Role role) {
    return Doc.of("type", "Role")
        .with("principalId", role.id())
        .with("arn", role.arn())
        .with("accountId", role.account().id())
        .with("userName", role.name());
  }

  private static Doc attributes(long since, boolean mfa) {
    return Doc.of("creationDate", DemoCalendar.iso(since))
        .with("mfaAuthenticated", Boolean.toString(mfa));
  }
}
