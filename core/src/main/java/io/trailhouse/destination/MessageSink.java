package io.trailhouse.destination;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A place for single messages: a queue, a topic, a log group, a stream, a webhook. For one thread.
public interface MessageSink extends AutoCloseable {
  /// How much one call takes.
  Limits limits();

  /// Sends some messages that keep to the limits, in their order.
  ///
  /// @return those that were not taken; all others were
  /// @throws NotDelivered when none was taken, or when that is not known
  List<Refusal> send(List<Message> messages) throws NotDelivered;

  @Override
  default void close() {}

  /// One message.
  ///
  /// @param id the same whenever the same event is sent by the same route, so that a receiver can
  ///   tell repetitions; up to 100 letters, digits, `-`, `_` and `:`
  /// @param body UTF-8 text
  /// @param time the event's time, or when it was stored where it has none
  /// @param about what receivers filter by: `account`, `region`, `source`, `name`, `detail-type`;
  ///   hostile text, empty where the event does not say
  record Message(String id, byte[] body, Instant time, Map<String, String> about) {}

  /// The bounds of one call.
  ///
  /// @param messages how many
  /// @param bytes of all bodies, `overhead` added for each
  /// @param bytesEach of one body
  record Limits(int messages, long bytes, int bytesEach, int overhead) {}

  /// A message that was not taken.
  ///
  /// @param index among those sent, from 0
  record Refusal(int index, Failure why) {
    public String reason() {
      return why.reason();
    }

    /// Whether it may be taken later.
    public boolean passing() {
      return why.isPassing();
    }
  }
}
