package io.trailhouse.demo;

/// Calls that tell who one is or give out credentials.
final class StsCalls {

  private final Dice dice;

  StsCalls(Dice dice) {
    this.dice = dice;
  }

  Call callerIdentity(Caller caller) {
    return Call.read("sts", "GetCallerIdentity")
        .answered(
            Doc.of("userId", caller.principalId())
                .with("account", caller.accountId())
                .with("arn", caller.identity().value("arn")));
  }

  /// Somebody takes a role; the session's key is in the answer.
  Call assumeRole(Session session, Doc more) {
    Doc request = Doc.of("roleArn", session.role().arn(), "roleSessionName", session.name());
    return granted(Call.read("sts", "AssumeRole").asking(request.with(more)), session)
        .ownedBy(session.role().account());
  }

  /// An AWS service takes a role in the account that it works for.
  Call assumeRoleForService(Session session) {
    return assumeRole(session, Doc.EMPTY).with("sharedEventID", dice.uuid());
  }

  Call assumeRoleWithWebIdentity(Session session, String provider) {
    Doc request =
        Doc.of("roleArn", session.role().arn())
            .with("roleSessionName", session.name())
            .with("durationSeconds", 3600);
    Call call = Call.read("sts", "AssumeRoleWithWebIdentity").with("requestParameters", request);
    return granted(call, session)
        .with(
            "additionalEventData",
            Doc.of("identityProviderConnectionVerificationMethod", "IAMTrustStore")
                .with("identityProvider", provider));
  }

  Call assumeRoleWithSaml(Session session, String person) {
    Account account = session.role().account();
    Doc request =
        Doc.of("sAMLAssertionID", "_" + dice.uuid())
            .with("roleSessionName", person)
            .with("roleArn", session.role().arn())
            .with("principalArn", account.arn("iam", "saml-provider/AWSSSO_" + saml(account)))
            .with("durationSeconds", 28_800);
    return granted(
        Call.read("sts", "AssumeRoleWithSAML").with("requestParameters", request), session);
  }

  private static String saml(Account account) {
    return account.dice("saml").hex(16) + "_DO_NOT_DELETE";
  }

  private Call granted(Call call, Session session) {
    Doc credentials =
        Doc.of("accessKeyId", session.key())
            .with("sessionToken", "IQoJb3JpZ2luX2Vj" + dice.alphanumeric(160) + "==")
            .with("expiration", DemoCalendar.responseTime(session.since() + 3600));
    Doc user = Doc.of("assumedRoleId", session.principalId(), "arn", session.arn());
    return call.answered("credentials", credentials, "assumedRoleUser", user)
        .on(Call.resource(session.role().account(), "AWS::IAM::Role", session.role().arn()));
  }
}
