package io.trailhouse.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is called and what comes of it: the parts of an event record that do not depend on who
/// calls. Immutable; each method gives a changed copy.
///
/// `parts` holds optional fields by their names in the record; `owner` is the account of the
/// resource when it is another one than the caller's, which then receives a copy of its own.
record Call(String service, String name, boolean readOnly, Doc parts, @Nullable Account owner) {

  /// A call that looks; the service is the first label of the event source.
  static Call read(String service, String name) {
    return new Call(service, name, true, Doc.EMPTY, null);
  }

  /// A call that changes.
  static Call write(String service, String name) {
    return new Call(service, name, false, Doc.EMPTY, null);
  }

  String source() {
    return service + ".amazonaws.com";
  }

  Call with(String field, @Nullable Object value) {
    return new Call(service, name, readOnly, parts.with(field, value), owner);
  }

  Call asking(Doc request) {
    return with("requestParameters", request);
  }

  /// Names and values in turn.
  Call asking(@Nullable Object... namesAndValues) {
    return asking(Doc.of(namesAndValues));
  }

  Call answered(Doc response) {
    return with("responseElements", response);
  }

  /// Names and values in turn.
  Call answered(@Nullable Object... namesAndValues) {
    return answered(Doc.of(namesAndValues));
  }

  Call additionally(Doc more) {
    return with("additionalEventData", more);
  }

  Call on(Doc... resources) {
    return with("resources", List.of(resources));
  }

  Call ownedBy(Account account) {
    return new Call(service, name, readOnly, parts, account);
  }

  /// A data event: nothing about the resource itself, something about what is in it.
  Call data() {
    return with("eventCategory", "Data");
  }

  /// The same call, refused: what it asked for is kept, what it would have returned is not.
  Call failing(String code, String message) {
    Doc asked = parts.without("responseElements");
    Doc failed = asked.with("errorCode", code).with("errorMessage", message);
    return new Call(service, name, readOnly, failed, null);
  }

  /// Refused for want of a permission, in the words of the service.
  Call denied(String arn, String on) {
    if (service.equals("s3")) {
      return failing(
          "AccessDenied",
          "User: %s is not authorized to perform: s3:%s because no identity-based policy allows"
                  .formatted(arn, name)
              + " the s3:%s action".formatted(name));
    }
    String refusal =
        "User: %s is not authorized to perform: %s:%s on resource: %s because no identity-based"
                .formatted(arn, service, name, on)
            + " policy allows the %s:%s action".formatted(service, name);
    return service.equals("ec2")
        ? failing(
            "Client.UnauthorizedOperation",
            "You are not authorized to perform this operation. " + refusal)
        : failing("AccessDenied", refusal);
  }

  static Doc resource(Account account, String type, String arn) {
    return Doc.of("accountId", account.id(), "type", type, "ARN", arn);
  }
}
