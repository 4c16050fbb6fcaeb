package io.trailhouse.platform;

import io.trailhouse.alert.AlertMessage;
import io.trailhouse.alert.NotSent;
import io.trailhouse.alert.Notifier;
import io.trailhouse.aws.route.TopicSink;
import io.trailhouse.sink.MessageSink;
import io.trailhouse.sink.NotDelivered;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;

/// Publishes an alert's text to a topic of SNS.
final class TopicNotifier implements Notifier {
  private final TopicSink sink;

  TopicNotifier(SnsClient sns, String arn) {
    this.sink = new TopicSink(sns, arn);
  }

  @Override
  public void send(AlertMessage alert) throws NotSent {
    MessageSink.Message message =
        new MessageSink.Message(
            alert.id(),
            (alert.title() + "\n\n" + alert.text()).getBytes(StandardCharsets.UTF_8),
            alert.written(),
            Map.of("name", alert.alert()));
    try {
      for (MessageSink.Refusal refusal : sink.send(List.of(message))) {
        throw refusal.passing()
            ? NotSent.again(refusal.reason(), null)
            : NotSent.never(refusal.reason());
      }
    } catch (NotDelivered e) {
      throw e.isPassing() ? NotSent.again(e.reason(), null) : NotSent.never(e.reason());
    }
  }
}
