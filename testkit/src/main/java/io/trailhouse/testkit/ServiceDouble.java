package io.trailhouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trailhouse.testkit.ServiceForm.Entry;
import io.trailhouse.testkit.ServiceForm.Reply;
import io.trailhouse.testkit.ServiceForm.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Stands for the services that messages are sent to, on loopback: SQS, SNS, EventBridge, Kinesis,
/// Firehose and CloudWatch Logs, in the protocol that the SDK speaks with each. Every request must
/// be signed by the key of [AwsDoubles] for the right service, and keep to the service's limits.
///
/// A message that has [#REFUSED] in it is refused alone, one with [#POISON] with its whole call.
/// CloudWatch Logs refuses by time instead.
public final class ServiceDouble implements AutoCloseable {
  public static final String REFUSED = "please-refuse";
  public static final String POISON = "please-choke";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final SignatureCheck signatures =
      new SignatureCheck(key -> key.equals(AwsDoubles.ACCESS_KEY) ? AwsDoubles.SECRET : null);
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Set<String> streams = ConcurrentHashMap.newKeySet();
  private volatile int downStatus;
  private volatile String downCode = "";
  private volatile @Nullable String retryAfter;
  private volatile boolean isSilent;
  private volatile String refusal = "InternalFailure";
  private volatile @Nullable String token;

  public ServiceDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /// A message that was taken.
  ///
  /// @param call the number of its request, from 1
  /// @param with what was said of it besides the body, as the service has it
  public record Taken(int call, String body, JsonNode with) {
    /// Its attributes, for SQS and SNS.
    public Map<String, String> attributes() {
      return ServiceForm.attributes(with);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /// The operations that were asked for, refused ones too, as `service OPERATION`.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// From now on every request is answered with an error.
  public void down(int status, String code) {
    downCode = code;
    downStatus = status;
  }

  /// The same, with the header `Retry-After`.
  public void down(int status, String code, String retryAfter) {
    this.retryAfter = retryAfter;
    down(status, code);
  }

  /// From now on no request is answered.
  public void silent() {
    isSilent = true;
  }

  public void up() {
    downStatus = 0;
    isSilent = false;
  }

  /// The code with which single messages are refused.
  public void refusingWith(String code) {
    refusal = code;
  }

  /// From now on CloudWatch Logs asks for a sequence token, as it did once.
  public void askForToken(String first) {
    token = first;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Request request = ServiceForm.read(exchange, body);
      asked.add(request.form().service + " " + request.form());
      if (isSilent) {
        closed.await();
        return;
      }
      Reply reply = reply(exchange, body, request);
      exchange.getResponseHeaders().add("Content-Type", reply.type());
      String asks = retryAfter;
      if (asks != null && downStatus != 0) {
        exchange.getResponseHeaders().add("Retry-After", asks);
      }
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Reply reply(HttpExchange exchange, byte[] body, Request request)
      throws IOException, GeneralSecurityException {
    SignatureCheck.Signed signed = signatures.check(exchange, body, Instant.now());
    ServiceForm form = request.form();
    if (signed.error() != null) {
      return ServiceForm.error(request, 403, signed.error());
    }
    if (!signed.service().equals(form.service)) {
      return ServiceForm.error(request, 403, "SignatureDoesNotMatch");
    }
    if (downStatus != 0) {
      return ServiceForm.error(request, downStatus, downCode);
    }
    String problem = form.problem(request.entries());
    if (problem == null && request.entries().stream().anyMatch(entry -> has(entry, POISON))) {
      problem = form.invalid();
    }
    if (problem != null) {
      return ServiceForm.error(request, 400, problem);
    }
    return form.service.equals("logs")
        ? logs(request)
        : ServiceForm.reply(request, 200, batch(request));
  }

  private static boolean has(Entry entry, String word) {
    return new String(entry.body(), StandardCharsets.UTF_8).contains(word);
  }

  private void take(Entry entry) {
    taken.add(
        new Taken(asked.size(), new String(entry.body(), StandardCharsets.UTF_8), entry.with()));
  }

  private static String md5(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
  }

  private ObjectNode batch(Request request) throws GeneralSecurityException {
    ArrayNode good = JSON.arrayNode();
    ArrayNode bad = JSON.arrayNode();
    ArrayNode all = JSON.arrayNode();
    for (Entry entry : request.entries()) {
      String id = entry.with().path("Id").asText();
      if (has(entry, REFUSED)) {
        bad.addObject()
            .put("Id", id)
            .put("Code", refusal)
            .put("SenderFault", refusal.startsWith("Invalid"));
        all.addObject().put("ErrorCode", refusal).put("ErrorMessage", "by script");
      } else {
        take(entry);
        good.addObject()
            .put("Id", id)
            .put("MessageId", "m")
            .put("MD5OfMessageBody", md5(entry.body()))
            .put("MD5OfMessageAttributes", md5(ServiceForm.digested(entry.with())));
        all.addObject()
            .put("EventId", "e")
            .put("RecordId", "r")
            .put("SequenceNumber", "1")
            .put("ShardId", "s");
      }
    }
    ObjectNode json = JSON.objectNode();
    switch (request.form()) {
      case SEND_MESSAGE_BATCH -> json.<ObjectNode>set("Successful", good).set("Failed", bad);
      case PUT_EVENTS -> json.put("FailedEntryCount", bad.size()).set("Entries", all);
      case PUT_RECORDS -> json.put("FailedRecordCount", bad.size()).set("Records", all);
      case PUT_RECORD_BATCH -> json.put("FailedPutCount", bad.size()).set("RequestResponses", all);
      default -> json.put("xml", published(bad));
    }
    return json;
  }

  private static String published(ArrayNode bad) {
    StringBuilder members = new StringBuilder();
    for (JsonNode each : bad) {
      members.append(
          "<member><Id>%s</Id><Code>%s</Code><SenderFault>%s</SenderFault></member>"
              .formatted(
                  each.path("Id").asText(),
                  each.path("Code").asText(),
                  each.path("SenderFault").asText()));
    }
    return "<PublishBatchResponse><PublishBatchResult><Failed>"
        + members
        + "</Failed></PublishBatchResult></PublishBatchResponse>";
  }

  private Reply logs(Request request) throws IOException {
    JsonNode json = request.json();
    String stream = json.path("logGroupName").asText() + ":" + json.path("logStreamName").asText();
    boolean isThere = streams.contains(stream);
    if (stream.startsWith("missing")
        || (!isThere && request.form() == ServiceForm.PUT_LOG_EVENTS)) {
      return ServiceForm.error(request, 400, "ResourceNotFoundException");
    }
    if (request.form() == ServiceForm.CREATE_LOG_STREAM) {
      return streams.add(stream)
          ? ServiceForm.reply(request, 200, JSON.objectNode())
          : ServiceForm.error(request, 400, "ResourceAlreadyExistsException");
    }
    String expected = token;
    if (expected != null && !expected.equals(json.path("sequenceToken").asText())) {
      ObjectNode told = JSON.objectNode().put("__type", "InvalidSequenceTokenException");
      return ServiceForm.reply(request, 400, told.put("expectedSequenceToken", expected));
    }
    return rejecting(request);
  }

  private Reply rejecting(Request request) throws IOException {
    long now = System.currentTimeMillis();
    int tooOld = 0;
    int tooNew = request.entries().size();
    long last = 0;
    long first = request.json().path("logEvents").path(0).path("timestamp").asLong();
    for (int at = 0; at < request.entries().size(); at++) {
      Entry entry = request.entries().get(at);
      long time = entry.with().path("timestamp").asLong();
      if (time < last || time - first > Duration.ofDays(1).toMillis()) {
        return ServiceForm.error(request, 400, "InvalidParameterException");
      }
      last = time;
      if (time < now - OLDEST.toMillis()) {
        tooOld = at + 1;
      } else if (time > now + NEWEST.toMillis()) {
        tooNew = Math.min(tooNew, at);
      } else {
        take(entry);
      }
    }
    ObjectNode answer = JSON.objectNode();
    String used = token;
    if (used != null) {
      String next = used + "+";
      token = next;
      answer.put("nextSequenceToken", next);
    }
    if (tooOld > 0 || tooNew < request.entries().size()) {
      ObjectNode rejected = answer.putObject("rejectedLogEventsInfo");
      if (tooOld > 0) {
        rejected.put("tooOldLogEventEndIndex", tooOld);
      }
      if (tooNew < request.entries().size()) {
        rejected.put("tooNewLogEventStartIndex", tooNew);
      }
    }
    return ServiceForm.reply(request, 200, answer);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
