package io.trailhouse.route;

import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.ObjectStore;
import io.trailhouse.event.EventTime;
import io.trailhouse.match.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends events as objects: one for each key prefix of a batch.
///
/// Exactly once: a batch's objects follow from its stretch of the stream alone, so that a batch
/// that is written again replaces the same objects by the same bytes.
public final class ObjectRouteWriter implements RouteWriter {
  /// So much of a batch is held before it is written, whatever the buffer says.
  static final long MOST = 64 << 20;

  static final int MOST_OBJECTS = 1000;

  private final ObjectStore store;
  private final KeyTemplate prefix;
  private final ObjectFormat format;
  private final boolean byEventTime;
  private final @Nullable ErrorPlace errors;
  private final Map<String, Content> contents = new LinkedHashMap<>();
  private long size;

  /// One object that is being collected.
  private static final class Content {
    private final List<byte[]> records = new ArrayList<>();
    private final Instant time;
    private long size;

    Content(Instant time) {
      this.time = time;
    }
  }

  /// Writes into one store.
  ///
  /// @param prefix begins each key; the stretch's name and the format's ending follow
  /// @param byEventTime whether timestamps in the prefix are event times; else those of arrival
  /// @param errors null when what cannot be delivered is only counted
  public ObjectRouteWriter(
      ObjectStore store,
      KeyTemplate prefix,
      ObjectFormat format,
      boolean byEventTime,
      @Nullable ErrorPlace errors) {
    this.store = store;
    this.prefix = prefix;
    this.format = format;
    this.byEventTime = byEventTime;
    this.errors = errors;
  }

  /// What stands in a prefix for the parts that only the stretch knows, until it is known.
  private static final String ROUTE = "\u0000route\u0000";

  private static final String RANDOM = "\u0000random\u0000";

  @Override
  public void add(Kept event) {
    Instant time = byEventTime ? eventTime(event) : event.arrived();
    String key = prefix.of(new KeyTemplate.Event(event.subject(), time, ROUTE, RANDOM, ""));
    Content content = contents.computeIfAbsent(key, each -> new Content(time));
    content.records.add(event.written());
    content.size += event.written().length;
    size += event.written().length;
  }

  /// The prefix that an event's object has.
  public static DryRun.Prefixes prefixes(KeyTemplate prefix) {
    return (subject, time) -> prefix.of(new KeyTemplate.Event(subject, time, ROUTE, RANDOM, ""));
  }

  static Instant eventTime(Kept event) {
    Instant time = EventTime.of(event.subject().view());
    return time == null ? event.arrived() : time;
  }

  @Override
  public long largest() {
    return contents.values().stream().mapToLong(content -> content.size).max().orElse(0);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isFull() {
    return size >= MOST || contents.size() >= MOST_OBJECTS;
  }

  @Override
  public List<Failed> send(Span span) throws NotDelivered {
    List<Failed> failed = new ArrayList<>();
    for (Map.Entry<String, Content> each : List.copyOf(contents.entrySet())) {
      String key = each.getKey().replace(ROUTE, span.route()).replace(RANDOM, span.random());
      try {
        store.put(
            new ObjectStore.NewObject(
                key + span.name() + format.ending(),
                format.encode(each.getValue().records),
                format.mediaType(),
                format.encoding()));
      } catch (NotDelivered e) {
        if (e.isPassing()) {
          throw e;
        }
        failed.add(fail(span, each.getValue(), e.reason(), failed.size()));
      }
    }
    return failed;
  }

  private Failed fail(Span span, Content content, String reason, int number) throws NotDelivered {
    if (errors != null) {
      errors.put(
          span,
          new KeyTemplate.Event(new Subject(), content.time, span.route(), span.random(), reason),
          number,
          content.records);
    }
    return new Failed(reason, content.records.size());
  }

  @Override
  public List<Failed> giveUp(Span span, String reason) throws NotDelivered {
    List<Failed> failed = new ArrayList<>();
    for (Content content : contents.values()) {
      failed.add(fail(span, content, reason, failed.size()));
    }
    return failed;
  }

  @Override
  public void clear() {
    contents.clear();
    size = 0;
  }

  @Override
  public void close() {
    store.close();
    if (errors != null) {
      errors.store().close();
    }
  }
}
