package io.trailhouse.ocsf;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import org.jspecify.annotations.Nullable;

/// How it went.
enum OcsfStatus {
  UNKNOWN("Unknown"),
  SUCCESS("Success"),
  FAILURE("Failure");

  private final String caption;

  OcsfStatus(String caption) {
    this.caption = caption;
  }

  /// A failed call has an `errorCode`. A failed sign-in often has none, but says so under its own
  /// name: `"responseElements": {"ConsoleLogin": "Failure"}`. A record that tells of no call at all
  /// has neither failed nor succeeded.
  static OcsfStatus of(OcsfClass type, RecordParts record) {
    EventView view = record.view();
    String error = view.json(EventField.ERROR_CODE);
    if (error != null && !error.equals("null") && !error.equals("\"\"")) {
      return FAILURE;
    }
    String name = view.text(EventField.EVENT_NAME);
    if (name == null || name.isEmpty()) {
      return UNKNOWN;
    }
    String outcome = type == OcsfClass.AUTHENTICATION ? outcome(name, record) : null;
    return outcome == null || outcome.equalsIgnoreCase(SUCCESS.caption) ? SUCCESS : FAILURE;
  }

  private static @Nullable String outcome(String name, RecordParts record) {
    String outcome = record.object(EventField.RESPONSE_ELEMENTS).peek(name);
    return outcome == null ? record.object(EventField.SERVICE_EVENT_DETAILS).peek(name) : outcome;
  }

  void put(OcsfStruct into) {
    into.text("status", caption).number("status_id", id());
  }

  private int id() {
    return switch (this) {
      case UNKNOWN -> 0;
      case SUCCESS -> 1;
      case FAILURE -> 2;
    };
  }
}
