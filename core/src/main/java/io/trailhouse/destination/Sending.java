package io.trailhouse.destination;

import io.trailhouse.destination.MessageSink.Limits;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.MessageSink.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends messages in calls that keep to a receiver's limits, and finds the one message for which a
/// receiver refuses a whole call: such a call is halved until the message stands alone.
///
/// For one thread.
public final class Sending {
  private final Limits limits;
  private final Call call;
  private final Deque<List<Integer>> parts = new ArrayDeque<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private int taken;

  private Sending(Limits limits, Call call) {
    this.limits = limits;
    this.call = call;
  }

  /// One call of the receiver.
  public interface Call {
    /// Sends messages that keep to the limits.
    ///
    /// @return those that were not taken, by their index in this call
    /// @throws NotDelivered when none was taken; not passing when one of them is the reason
    List<Refusal> send(List<Message> part) throws NotDelivered;
  }

  /// Sends messages in their order. A message that is empty or too large is refused for good. When
  /// the receiver fails in a passing way, nothing more is tried: what is left is refused with its
  /// reason.
  ///
  /// @return those that were not taken, by their index
  /// @throws NotDelivered when the receiver fails before it has taken any
  public static List<Refusal> send(List<Message> messages, Limits limits, Call call)
      throws NotDelivered {
    Sending sending = new Sending(limits, call);
    sending.pack(messages);
    NotDelivered failure = sending.run(messages);
    if (failure != null && sending.taken == 0) {
      throw failure;
    }
    sending.refusals.sort(Comparator.comparingInt(Refusal::index));
    return sending.refusals;
  }

  private void pack(List<Message> messages) {
    List<Integer> part = new ArrayList<>();
    long bytes = 0;
    for (int index = 0; index < messages.size(); index++) {
      int length = messages.get(index).body().length;
      if (length == 0 || length > limits.bytesEach()) {
        String reason =
            length == 0
                ? "the message is empty"
                : "the message has %,d bytes, the most is %,d"
                    .formatted(length, limits.bytesEach());
        refusals.add(new Refusal(index, Failure.never(reason)));
        continue;
      }
      long more = (long) length + limits.overhead();
      if (part.size() == limits.messages() || (!part.isEmpty() && bytes + more > limits.bytes())) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(index);
      bytes += more;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  private @Nullable NotDelivered run(List<Message> messages) {
    for (List<Integer> part = parts.poll(); part != null; part = parts.poll()) {
      try {
        List<Refusal> refused = call.send(part.stream().map(messages::get).toList());
        for (Refusal each : refused) {
          refusals.add(new Refusal(part.get(each.index()), each.why()));
        }
        taken += part.size() - refused.size();
      } catch (NotDelivered e) {
        if (e.isPassing()) {
          parts.addFirst(part);
          parts.forEach(left -> refuse(left, e));
          return e;
        }
        if (part.size() == 1) {
          refuse(part, e);
        } else {
          int half = part.size() / 2;
          parts.addFirst(part.subList(half, part.size()));
          parts.addFirst(part.subList(0, half));
        }
      }
    }
    return null;
  }

  private void refuse(List<Integer> part, NotDelivered why) {
    part.forEach(index -> refusals.add(new Refusal(index, why.failure())));
  }
}
