package io.trailhouse.demo;

import org.jspecify.annotations.Nullable;

/// One event as a witness remembers it, with what the story is told from.
record Sighting(String eventId, long second, Place place, Caller caller, Call call) {

  String time() {
    return time(second);
  }

  /// As SQL shows a time.
  static String time(long second) {
    return DemoCalendar.iso(second).replace('T', ' ').replace("Z", "");
  }

  String recordedIn() {
    return place.region();
  }

  /// What a role's session is called.
  String session() {
    return caller.principalId().substring(caller.principalId().indexOf(':') + 1);
  }

  /// The name of the role behind a session.
  String issuer() {
    return caller.identity().value("sessionContext") instanceof Doc context
            && context.value("sessionIssuer") instanceof Doc issuer
        ? String.valueOf(issuer.value("userName"))
        : "";
  }

  String address() {
    return caller.seat().address();
  }

  @Nullable String key() {
    return (String) caller.identity().value("accessKeyId");
  }

  @Nullable String user() {
    return (String) caller.identity().value("userName");
  }

  boolean failed() {
    return call.parts().value("errorCode") != null;
  }

  /// A member of `requestParameters`.
  @Nullable Object asked(String name) {
    return call.parts().value("requestParameters") instanceof Doc asked ? asked.value(name) : null;
  }

  /// A member of `responseElements`.
  @Nullable Object answered(String name) {
    return call.parts().value("responseElements") instanceof Doc answer ? answer.value(name) : null;
  }
}
