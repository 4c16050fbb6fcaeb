package io.trailhouse.route;

import io.trailhouse.destination.Failure;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.EventView;
import io.trailhouse.match.Subject;
import io.trailhouse.select.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sends events as messages, one each.
///
/// At least once: after a crash the batch under way is sent again, and so is a call whose answer
/// was lost. Each message has the same id both times.
public final class MessageRouteWriter implements RouteWriter {
  /// A batch ends here, so that a crash repeats few messages.
  static final int MOST_MESSAGES = 1000;

  private static final long MOST_BYTES = 4 << 20;

  private final MessageSink sink;
  private final String route;
  private final @Nullable ErrorPlace errors;
  private final List<Message> waiting = new ArrayList<>();
  private final Map<String, List<byte[]>> refused = new TreeMap<>();
  private long size;

  /// Sends to one sink.
  ///
  /// @param errors null when what cannot be delivered is only counted
  public MessageRouteWriter(MessageSink sink, String route, @Nullable ErrorPlace errors) {
    this.sink = sink;
    this.route = route;
    this.errors = errors;
  }

  @Override
  public void add(Kept event) {
    waiting.add(
        new Message(
            route + ":" + event.position(),
            event.written(),
            ObjectRouteWriter.eventTime(event),
            about(event.subject())));
    size += event.written().length;
  }

  private static Map<String, String> about(Subject subject) {
    EventView event = subject.view();
    Map<String, String> about = new LinkedHashMap<>();
    about.put("account", EventIdentity.account(event));
    about.put("region", text(event.text(EventField.AWS_REGION)));
    about.put("source", text(event.text(EventField.EVENT_SOURCE)));
    about.put("name", text(event.text(EventField.EVENT_NAME)));
    about.put("detail-type", Envelope.detailType(event));
    return about;
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  @Override
  public long largest() {
    return size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isFull() {
    return waiting.size() >= MOST_MESSAGES || size >= MOST_BYTES;
  }

  @Override
  public List<Failed> send(Span span) throws NotDelivered {
    refuseTooLarge();
    while (!waiting.isEmpty()) {
      List<Message> call = nextCall();
      List<MessageSink.Refusal> refusals = sink.send(call);
      settle(call, refusals);
      waitFor(refusals);
    }
    return failed(span);
  }

  /// What is left goes when the other side has had all the time that it asked for.
  private static void waitFor(List<MessageSink.Refusal> refusals) throws NotDelivered {
    Failure longest = null;
    for (MessageSink.Refusal refusal : refusals) {
      if (refusal.passing() && (longest == null || asked(refusal.why()) > asked(longest))) {
        longest = refusal.why();
      }
    }
    if (longest != null) {
      throw new NotDelivered(longest);
    }
  }

  private static long asked(Failure failure) {
    Duration after = failure.after();
    return after == null ? 0 : after.toMillis();
  }

  private void refuseTooLarge() {
    int most = sink.limits().bytesEach();
    for (Message message : List.copyOf(waiting)) {
      if (message.body().length > most) {
        refuse("larger than %d bytes".formatted(most), message);
        waiting.remove(message);
      }
    }
  }

  private List<Message> nextCall() {
    MessageSink.Limits limits = sink.limits();
    List<Message> call = new ArrayList<>();
    long bytes = 0;
    for (Message message : waiting) {
      bytes += message.body().length + limits.overhead();
      if (!call.isEmpty() && (bytes > limits.bytes() || call.size() == limits.messages())) {
        break;
      }
      call.add(message);
    }
    return call;
  }

  private void settle(List<Message> call, List<MessageSink.Refusal> refusals) {
    List<Message> again = new ArrayList<>();
    for (MessageSink.Refusal refusal : refusals) {
      Message message = call.get(refusal.index());
      if (refusal.passing()) {
        again.add(message);
      } else {
        refuse(refusal.reason(), message);
      }
    }
    waiting.subList(0, call.size()).clear();
    waiting.addAll(0, again);
  }

  private void refuse(String reason, Message message) {
    refused.computeIfAbsent(reason, each -> new ArrayList<>()).add(message.body());
  }

  private List<Failed> failed(Span span) throws NotDelivered {
    List<Failed> failed = new ArrayList<>();
    for (Map.Entry<String, List<byte[]>> each : refused.entrySet()) {
      if (errors != null) {
        errors.put(
            span,
            new KeyTemplate.Event(
                new Subject(), Instant.EPOCH, route, span.random(), each.getKey()),
            failed.size(),
            each.getValue());
      }
      failed.add(new Failed(each.getKey(), each.getValue().size()));
    }
    return failed;
  }

  @Override
  public List<Failed> giveUp(Span span, String reason) throws NotDelivered {
    waiting.forEach(message -> refuse(reason, message));
    waiting.clear();
    return failed(span);
  }

  @Override
  public void clear() {
    waiting.clear();
    refused.clear();
    size = 0;
  }

  @Override
  public void close() {
    sink.close();
    if (errors != null) {
      errors.store().close();
    }
  }
}
