package io.trailhouse.aws.destination;

import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Puts events on an EventBridge bus (EventBridge API reference, PutEvents). The detail is the
/// body; the source is `trailhouse.` and the service, such as `trailhouse.iam`, because sources
/// that begin with `aws.` are AWS's own. The caller closes the client.
public final class BusSink implements MessageSink {
  private static final int BYTES = 256 << 10;
  private static final int LONGEST_SERVICE = 64;
  private static final int LONGEST_DETAIL_TYPE = 128;

  /// Source, detail type, and 14 for the time.
  private static final int OVERHEAD = 11 + LONGEST_SERVICE + LONGEST_DETAIL_TYPE + 14;

  private static final Limits LIMITS = new Limits(10, BYTES, BYTES - OVERHEAD, OVERHEAD);

  private final EventBridgeClient events;
  private final String bus;
  private final String where;

  /// @param bus its name or ARN
  /// @throws IllegalArgumentException when it can be no such name
  public BusSink(EventBridgeClient events, String bus) {
    this.events = events;
    this.bus = PlaceName.BUS.checked(bus);
    this.where = "events " + bus.substring(bus.lastIndexOf('/') + 1);
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, LIMITS, this::put);
  }

  private List<Refusal> put(List<Message> part) throws NotDelivered {
    List<PutEventsRequestEntry> entries = part.stream().map(this::entry).toList();
    try {
      List<PutEventsResultEntry> results =
          events.putEvents(request -> request.entries(entries)).entries();
      List<Refusal> refusals = new ArrayList<>();
      for (int index = 0; index < results.size(); index++) {
        String code = results.get(index).errorCode();
        if (code != null) {
          String words = results.get(index).errorMessage();
          refusals.add(Verdict.of(index, where, code, words == null ? "" : words));
        }
      }
      return refusals;
    } catch (SdkException e) {
      throw Verdict.of(where, e);
    }
  }

  private PutEventsRequestEntry entry(Message message) {
    String type = MessageText.label(about(message, "detail-type"), LONGEST_DETAIL_TYPE);
    return PutEventsRequestEntry.builder()
        .eventBusName(bus)
        .source("trailhouse." + service(about(message, "source")))
        .detailType(type.isEmpty() ? "CloudTrail Event" : type)
        .detail(MessageText.body(message))
        .time(message.time())
        .build();
  }

  private static String about(Message message, String name) {
    return message.about().getOrDefault(name, "");
  }

  /// `iam` of `iam.amazonaws.com`.
  private static String service(String source) {
    int dot = source.indexOf('.');
    String name = (dot < 0 ? source : source.substring(0, dot)).toLowerCase(Locale.ROOT);
    String clean = name.replaceAll("[^a-z0-9_-]", "-");
    if (clean.isEmpty()) {
      return "unknown";
    }
    return clean.length() > LONGEST_SERVICE ? clean.substring(0, LONGEST_SERVICE) : clean;
  }

  @Override
  public String toString() {
    return where;
  }
}
