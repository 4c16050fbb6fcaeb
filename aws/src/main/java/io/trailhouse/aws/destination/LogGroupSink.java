package io.trailhouse.aws.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.aws.FetchFailure;
import io.trailhouse.aws.SignedCall;
import io.trailhouse.aws.SignedCall.Answer;
import io.trailhouse.aws.SignedCall.Operation;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.Sending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes to a stream of a CloudWatch Logs group (CloudWatch Logs API reference, PutLogEvents),
/// which is made when it is missing; the group is not.
///
/// Calls have events in the order of their times and of less than a day. Events that the group does
/// not take any more, older than 14 days or than its retention, are refused for good.
public final class LogGroupSink implements MessageSink {
  private static final int OVERHEAD = 26;
  private static final int BYTES = 1 << 20;
  private static final Limits LIMITS = new Limits(10_000, BYTES, BYTES - OVERHEAD, OVERHEAD);
  private static final long DAY = Duration.ofDays(1).toMillis();

  /// A stream to be made, and a token to be learned.
  private static final int MOST_FIXES = 2;

  private static final JsonFactory JSON = new JsonFactory();

  private final SignedCall calls;
  private final String group;
  private final String stream;
  private final String where;

  /// Endpoints of before 2023 ask for it, others pass over it.
  private @Nullable String token;

  /// @param group its name
  /// @param stream its name; one program writes to a stream
  /// @throws IllegalArgumentException when it can be no such name
  public LogGroupSink(SignedCall calls, String group, String stream) {
    this.calls = calls;
    this.group = PlaceName.LOG_GROUP.checked(group);
    this.stream = PlaceName.LOG_STREAM.checked(stream);
    this.where = "logs " + group;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    List<Refusal> refusals = new ArrayList<>();
    NotDelivered failure = null;
    int taken = 0;
    for (List<Integer> day : days(messages)) {
      if (failure == null) {
        try {
          List<Message> part = day.stream().map(messages::get).toList();
          List<Refusal> refused = Sending.send(part, LIMITS, this::put);
          refused.forEach(each -> refusals.add(new Refusal(day.get(each.index()), each.why())));
          taken += day.size() - refused.size();
          continue;
        } catch (NotDelivered e) {
          failure = e;
        }
      }
      for (int index : day) {
        refusals.add(new Refusal(index, failure.failure()));
      }
    }
    if (failure != null && taken == 0) {
      throw failure;
    }
    refusals.sort(Comparator.comparingInt(Refusal::index));
    return refusals;
  }

  /// The messages' indexes by time, cut so that no part has a whole day.
  private static List<List<Integer>> days(List<Message> messages) {
    List<Integer> order =
        IntStream.range(0, messages.size())
            .boxed()
            .sorted(Comparator.comparingLong(index -> millis(messages.get(index))))
            .toList();
    List<List<Integer>> days = new ArrayList<>();
    int first = 0;
    for (int at = 1; at <= order.size(); at++) {
      boolean ends =
          at == order.size()
              || millis(messages.get(order.get(at))) - millis(messages.get(order.get(first)))
                  >= DAY;
      if (ends) {
        days.add(order.subList(first, at));
        first = at;
      }
    }
    return days;
  }

  /// What lies before 1970 is too old either way.
  private static long millis(Message message) {
    return Math.max(0, message.time().getEpochSecond()) == 0 ? 0 : message.time().toEpochMilli();
  }

  private List<Refusal> put(List<Message> part) throws NotDelivered {
    Answer answer = exchange(Operation.PUT_LOG_EVENTS, events(part));
    for (int fix = 0; fix < MOST_FIXES && fixes(answer); fix++) {
      answer = exchange(Operation.PUT_LOG_EVENTS, events(part));
    }
    if (answer.code().equals("DataAlreadyAcceptedException")) {
      token = answer.text("expectedSequenceToken");
      return List.of();
    }
    if (!answer.isOk()) {
      throw failure(answer);
    }
    token = answer.text("nextSequenceToken");
    return rejected(answer, part.size());
  }

  /// Whether the call is worth another try at once.
  private boolean fixes(Answer answer) throws NotDelivered {
    switch (answer.code()) {
      case "InvalidSequenceTokenException" -> token = answer.text("expectedSequenceToken");
      case "ResourceNotFoundException" -> makeStream();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void makeStream() throws NotDelivered {
    token = null;
    Answer made = exchange(Operation.CREATE_LOG_STREAM, json(json -> {}));
    if (!made.isOk() && !made.code().equals("ResourceAlreadyExistsException")) {
      throw failure(made);
    }
  }

  private NotDelivered failure(Answer answer) {
    String reason =
        "%s: HTTP %d %s %s".formatted(where, answer.status(), answer.code(), answer.words());
    boolean passes = Verdict.passes(answer.status(), answer.code());
    return new NotDelivered(Verdict.failure(reason.strip(), passes).asking(answer.asked()));
  }

  private Answer exchange(Operation operation, byte[] json) throws NotDelivered {
    try {
      return calls.exchange(operation, json);
    } catch (FetchFailure e) {
      throw new NotDelivered(Verdict.failure(where + ": " + e.getMessage(), true), e);
    }
  }

  /// The bounds of what was refused; the ends are the first index that was taken.
  private List<Refusal> rejected(Answer answer, int sent) {
    int tooOld = index(answer, "tooOldLogEventEndIndex", 0);
    int expired = index(answer, "expiredLogEventEndIndex", 0);
    int tooNew = index(answer, "tooNewLogEventStartIndex", sent);
    List<Refusal> refusals = new ArrayList<>();
    for (int at = 0; at < sent; at++) {
      if (at < tooOld) {
        refusals.add(refusal(at, "it is older than 14 days, or than the group's retention"));
      } else if (at < expired) {
        refusals.add(refusal(at, "it is older than the group's retention"));
      } else if (at >= tooNew) {
        refusals.add(refusal(at, "its time is more than two hours ahead"));
      }
    }
    return refusals;
  }

  private Refusal refusal(int at, String why) {
    return new Refusal(at, Failure.never(where + ": " + why));
  }

  private static int index(Answer answer, String name, int otherwise) {
    String text = answer.text("rejectedLogEventsInfo", name);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private byte[] events(List<Message> part) {
    return json(json -> {
      if (token != null) {
        json.writeStringField("sequenceToken", token);
      }
      json.writeArrayFieldStart("logEvents");
      for (Message message : part) {
        json.writeStartObject();
        json.writeNumberField("timestamp", millis(message));
        json.writeStringField("message", new String(message.body(), StandardCharsets.UTF_8));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  private byte[] json(Members more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("logGroupName", group);
      json.writeStringField("logStreamName", stream);
      more.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no faults
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return where;
  }
}
