package io.trailhouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CloudTrail's Event history with its real rules: newest first, 50 a page, both ends of a span in
/// it, cursors that belong to their question and grow old, two calls a second for an account and
/// Region, 90 days, events that appear late, pages that are empty and not the last one; and faults
/// by script.
///
/// Rules: CloudTrail API reference and botocore's model, LookupEvents. How many calls may come at
/// once, and how long a cursor lives, is written nowhere: two, and ten minutes here.
public final class HistoryDouble {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 50;
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Duration CURSOR_LIVES = Duration.ofMinutes(10);
  private static final double PER_SECOND = 2;
  private static final double AT_ONCE = 2;
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "AccessKeyId",
          "EventId",
          "EventName",
          "EventSource",
          "ReadOnly",
          "ResourceName",
          "ResourceType",
          "Username");
  private static final Comparator<Entry> NEWEST_FIRST =
      Comparator.comparingLong(Entry::second).reversed().thenComparing(Entry::id);

  private final int speed;
  private final Map<String, List<Entry>> partitions = new ConcurrentHashMap<>();
  private final Map<String, CallQuota> quotas = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private volatile LongFunction<Fault> faults = call -> Fault.NONE;
  private volatile int emptyEvery = Integer.MAX_VALUE;
  private volatile boolean reversed;
  private volatile Duration answering = Duration.ZERO;

  /// What goes wrong with a call.
  public enum Fault {
    NONE,
    /// The connection breaks without an answer.
    BROKEN,
    /// The service has a fault of its own.
    INTERNAL,
    /// The credentials are over.
    EXPIRED,
    /// Somebody has taken the permission away.
    DENIED,
    /// Somebody else has used up the calls of this second.
    THROTTLED,
    /// The cursor is over, if there is one.
    STALE
  }

  /// An event as Event history keeps it.
  ///
  /// @param visible from when on it is found
  /// @param record the event record
  /// @param event what else is told of it
  private record Entry(
      String id,
      long second,
      Instant visible,
      Supplier<String> record,
      Supplier<ObjectNode> event) {}

  /// What is answered; status 0 for a connection that breaks.
  public record Answer(int status, String body) {}

  /// What became of the calls of an account and Region.
  ///
  /// @param atOnce how many waited for their answers at the same moment, at most
  /// @param first when the first one came, in nanoseconds of [System#nanoTime]
  public record Calls(long answered, long throttled, int atOnce, long first, long last) {}

  /// @param speed how many times as fast as in the world its time runs
  public HistoryDouble(int speed) {
    this.speed = speed;
  }

  /// Adds an event record of a partition.
  ///
  /// @param visible from when on it is found
  public HistoryDouble add(String account, String region, String record, Instant visible) {
    try {
      JsonNode event = JSON.readTree(record);
      boolean insight = event.path("eventCategory").asText().equals("Insight");
      ObjectNode shown = shown(event);
      Entry entry =
          new Entry(
              event.path("eventID").asText(),
              Instant.parse(event.path("eventTime").asText()).getEpochSecond(),
              visible,
              () -> record,
              () -> shown);
      partitions
          .computeIfAbsent(key(account, region, insight), key -> new ArrayList<>())
          .add(entry);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds management events that are made when they are asked for, so that there may be millions.
  ///
  /// @param seconds of their times
  public HistoryDouble addMade(String account, String region, long[] seconds) {
    List<Entry> partition =
        partitions.computeIfAbsent(
            key(account, region, false), key -> new ArrayList<>(seconds.length));
    ObjectNode shown = JSON.createObjectNode();
    shown.put("EventName", "GetUser").put("EventSource", "iam.amazonaws.com");
    shown.put("ReadOnly", "true");
    String end = region + account;
    for (int number = 0; number < seconds.length; number++) {
      String id =
          new UUID(
                  ((long) number << 32) | ((account + region).hashCode() & 0xFFFFFFFFL),
                  end.hashCode())
              .toString();
      long second = seconds[number];
      partition.add(
          new Entry(
              id,
              second,
              Instant.EPOCH,
              () ->
                  PastEvents.record(
                      id, Instant.ofEpochSecond(second), account, region, "Management"),
              () -> shown));
    }
    return this;
  }

  /// What of an event attributes can look for; kept small, since there may be very many.
  private static ObjectNode shown(JsonNode event) {
    ObjectNode shown = JSON.createObjectNode();
    shown.put("EventName", event.path("eventName").asText());
    shown.put("EventSource", event.path("eventSource").asText());
    shown.put("ReadOnly", event.path("readOnly").asText("false"));
    JsonNode who = event.path("userIdentity");
    if (who.has("accessKeyId")) {
      shown.put("AccessKeyId", who.path("accessKeyId").asText());
    }
    if (who.has("userName")) {
      shown.put("Username", who.path("userName").asText());
    }
    return shown;
  }

  /// After the last event: puts them in their order.
  public HistoryDouble ready() {
    partitions.values().forEach(partition -> partition.sort(NEWEST_FIRST));
    return this;
  }

  /// What goes wrong, by the number of the call, from 1.
  public HistoryDouble faults(LongFunction<Fault> script) {
    faults = script;
    return this;
  }

  /// Every so many pages one is empty, and not the last.
  public HistoryDouble emptyEvery(int pages) {
    emptyEvery = pages;
    return this;
  }

  /// Pages tell their oldest event first, against the promise of the service.
  public HistoryDouble reversed() {
    reversed = true;
    return this;
  }

  /// How long an answer takes.
  public HistoryDouble answering(Duration time) {
    answering = time;
    return this;
  }

  /// What became of the calls, by account and Region.
  public Map<String, Calls> calls() {
    Map<String, Calls> all = new TreeMap<>();
    quotas.forEach((partition, quota) -> all.put(partition, quota.calls()));
    return all;
  }

  private static String key(String account, String region, boolean insight) {
    return account + " " + region + (insight ? " insight" : "");
  }

  /// Answers a request of an account in a Region.
  ///
  /// @param request its body
  public Answer answer(String account, String region, String request) throws IOException {
    long number = calls.incrementAndGet();
    CallQuota quota =
        quotas.computeIfAbsent(
            account + " " + region, partition -> new CallQuota(AT_ONCE, PER_SECOND * speed));
    switch (faults.apply(number)) {
      case NONE -> {}
      case BROKEN -> {
        return new Answer(0, "");
      }
      case INTERNAL -> {
        return new Answer(500, "{\"__type\":\"InternalFailure\",\"message\":\"by script\"}");
      }
      case EXPIRED -> {
        return error(
            "ExpiredTokenException", "The security token included in the request is expired");
      }
      case DENIED -> {
        return error("AccessDeniedException", "not authorized to perform: cloudtrail:LookupEvents");
      }
      case STALE -> {
        if (request.contains("NextToken")) {
          return stale();
        }
      }
      case THROTTLED -> {
        quota.refuse();
        return error("ThrottlingException", "Rate exceeded");
      }
    }
    if (!quota.take()) {
      return error("ThrottlingException", "Rate exceeded");
    }
    pause(quota);
    Question question = Question.of(JSON.readTree(request), Instant.now());
    if (question.problem() != null) {
      return question.problem();
    }
    return page(account, region, question, number);
  }

  private void pause(CallQuota quota) {
    quota.begin();
    try {
      Thread.sleep(answering.toMillis(), answering.toNanosPart() % 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      quota.end();
    }
  }

  private Answer page(String account, String region, Question question, long number) {
    Instant now = Instant.now();
    List<Entry> partition =
        partitions.getOrDefault(key(account, region, question.insight()), List.of());
    int at = first(partition, question.to());
    long lives = CURSOR_LIVES.dividedBy(speed).toMillis();
    if (question.cursor() != null) {
      String[] parts = question.cursor().split(":", -1);
      boolean fits = parts.length == 3 && parts[0].equals(question.fingerprint());
      if (!fits || now.toEpochMilli() - Long.parseLong(parts[2]) > lives) {
        return stale();
      }
      at = Integer.parseInt(parts[1]);
    }
    ObjectNode body = JSON.createObjectNode();
    List<JsonNode> events = new ArrayList<>();
    boolean empty = number % emptyEvery == 0;
    long oldest = Math.max(question.from(), now.minus(KEPT).getEpochSecond());
    while (at < partition.size()
        && partition.get(at).second() >= oldest
        && events.size() < question.most()) {
      if (empty) {
        break;
      }
      Entry entry = partition.get(at++);
      if (!entry.visible().isAfter(now) && question.wants(entry)) {
        events.add(told(entry));
      }
    }
    if (at < partition.size() && partition.get(at).second() >= oldest) {
      body.put("NextToken", question.fingerprint() + ":" + at + ":" + now.toEpochMilli());
    }
    if (reversed) {
      Collections.reverse(events);
    }
    body.putArray("Events").addAll(events);
    return new Answer(200, body.toString());
  }

  /// The first event that is not after a second.
  private static int first(List<Entry> partition, long to) {
    int low = 0;
    int high = partition.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (partition.get(middle).second() > to) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static JsonNode told(Entry entry) {
    ObjectNode event = entry.event().get().deepCopy();
    event.put("EventId", entry.id());
    event.put("EventTime", entry.second());
    event.putArray("Resources");
    event.put("CloudTrailEvent", entry.record().get());
    return event;
  }

  private static Answer stale() {
    return error("InvalidNextTokenException", "The token is not valid or expired");
  }

  private static Answer error(String code, String message) {
    return new Answer(
        400, JSON.createObjectNode().put("__type", code).put("message", message).toString());
  }

  /// A request, checked.
  ///
  /// @param problem what is answered instead of a page; null when it is right
  private record Question(
      long from,
      long to,
      boolean insight,
      int most,
      Map<String, String> attribute,
      @Nullable String cursor,
      String fingerprint,
      @Nullable Answer problem) {
    static Question of(JsonNode request, Instant now) {
      double first = request.path("StartTime").asDouble((double) now.minus(KEPT).getEpochSecond());
      double last = request.path("EndTime").asDouble((double) now.getEpochSecond());
      int most = request.path("MaxResults").asInt(MOST);
      String category = request.path("EventCategory").asText("");
      JsonNode attributes = request.path("LookupAttributes");
      Map<String, String> attribute = new LinkedHashMap<>();
      attributes.forEach(each ->
          attribute.put(each.path("AttributeKey").asText(), each.path("AttributeValue").asText()));
      Answer problem = null;
      if (first > last) {
        problem = error("InvalidTimeRangeException", "Start time must be before end time");
      } else if (most < 1 || most > MOST) {
        problem = error("InvalidMaxResultsException", "MaxResults must be between 1 and 50");
      } else if (!category.isEmpty() && !category.equals("insight")) {
        problem = error("InvalidEventCategoryException", "not an event category: " + category);
      } else if (attributes.size() > 1 || !ATTRIBUTES.containsAll(attribute.keySet())) {
        problem = error("InvalidLookupAttributesException", "one attribute that there is");
      }
      return new Question(
          (long) Math.ceil(first),
          (long) Math.floor(last),
          !category.isEmpty(),
          most,
          attribute,
          request.hasNonNull("NextToken") ? request.path("NextToken").asText() : null,
          fingerprint(request),
          problem);
    }

    boolean wants(Entry entry) {
      return attribute.entrySet().stream()
          .allMatch(each ->
              each.getKey().equals("EventId")
                  ? each.getValue().equals(entry.id())
                  : each.getValue().equals(entry.event().get().path(each.getKey()).asText()));
    }

    /// What a cursor belongs to: all else that is asked.
    private static String fingerprint(JsonNode request) {
      ObjectNode question = request.deepCopy();
      question.remove("NextToken");
      return Integer.toHexString(question.toString().hashCode());
    }
  }
}
