package io.trailhouse.route;

/// What is written for an event.
public enum RecordForm {
  /// The record as it came.
  RECORD,
  /// EventBridge's event with the record as `detail`.
  EVENTBRIDGE,
  /// An event of the Open Cybersecurity Schema Framework.
  OCSF
}
