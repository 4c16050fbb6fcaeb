package io.trailhouse.event;

import java.util.List;
import java.util.Locale;

/// The members of a record that tell who acted, and in which account.
public enum IdentityPart {
  RECIPIENT_ACCOUNT(EventField.RECIPIENT_ACCOUNT_ID.jsonName()),
  TYPE("userIdentity.type"),
  ARN("userIdentity.arn"),
  PRINCIPAL_ID("userIdentity.principalId"),
  USER_NAME("userIdentity.userName"),
  ACCOUNT("userIdentity.accountId"),
  ACCESS_KEY("userIdentity.accessKeyId"),
  INVOKED_BY("userIdentity.invokedBy"),
  ISSUER_ARN("userIdentity.sessionContext.sessionIssuer.arn"),
  ISSUER_PRINCIPAL_ID("userIdentity.sessionContext.sessionIssuer.principalId"),
  ISSUER_ACCOUNT("userIdentity.sessionContext.sessionIssuer.accountId"),
  SOURCE_IDENTITY("userIdentity.sessionContext.sourceIdentity"),
  BEHALF_USER("userIdentity.onBehalfOf.userId");

  private final String path;

  IdentityPart(String path) {
    this.path = path;
  }

  /// The member's names from the top of the record, joined by dots.
  public String path() {
    return path;
  }

  /// The column of the event table, the same in lower case.
  public String column() {
    return path.toLowerCase(Locale.ROOT);
  }

  /// The names below `userIdentity`; none for a member at the top.
  List<String> below() {
    List<String> names = List.of(path.split("\\.", -1));
    return names.subList(1, names.size());
  }
}
