package io.trailhouse.aws;

import java.util.List;

/// What a message of a queue says.
sealed interface Notice {
  /// Objects were written; empty when it tells of other things that happened to objects.
  record Written(List<ObjectAt> objects) implements Notice {}

  /// One event as EventBridge sends it, or a bare event record.
  ///
  /// @param json the text that holds it
  record Event(String json) implements Notice {}

  /// Sent when a notification was set up, to see whether it works.
  record Test() implements Notice {}

  /// Somebody else's message.
  ///
  /// @param looks what it looks like, for people
  record Foreign(String looks) implements Notice {}
}
