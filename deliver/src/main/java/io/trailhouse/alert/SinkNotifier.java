package io.trailhouse.alert;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.MessageSink.Message;
import io.trailhouse.destination.MessageSink.Refusal;
import io.trailhouse.destination.NotDelivered;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Sends an alert's text as one message to what routes send to as well.
public final class SinkNotifier implements Notifier {
  private final MessageSink sink;

  public SinkNotifier(MessageSink sink) {
    this.sink = sink;
  }

  @Override
  public void send(AlertMessage alert) throws NotDelivered {
    byte[] text = (alert.title() + "\n\n" + alert.text()).getBytes(StandardCharsets.UTF_8);
    Message message = new Message(alert.id(), text, alert.written(), Map.of("name", alert.alert()));
    for (Refusal refusal : sink.send(List.of(message))) {
      throw new NotDelivered(refusal.why());
    }
  }
}
