package io.trailhouse.alert;

import io.trailhouse.destination.NotDelivered;

/// Sends messages to one destination.
@FunctionalInterface
public interface Notifier {
  /// Returns when the other side has taken the message for good. The same message may be given
  /// again under the same [AlertMessage#id]; a destination that recognises repeats is told it.
  void send(AlertMessage message) throws NotDelivered;
}
