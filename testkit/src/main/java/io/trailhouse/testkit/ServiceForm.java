package io.trailhouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How each service is spoken to, and what one call of it may hold (the services' API references).
enum ServiceForm {
  SEND_MESSAGE_BATCH("sqs", "AmazonSQS.SendMessageBatch", "Entries", "MessageBody", 10),
  PUBLISH_BATCH("sns", "PublishBatch", "PublishBatchRequestEntries", "Message", 10),
  PUT_EVENTS("events", "AWSEvents.PutEvents", "Entries", "Detail", 10),
  PUT_RECORDS("kinesis", "Kinesis_20131202.PutRecords", "Records", "Data", 500),
  PUT_RECORD_BATCH("firehose", "Firehose_20150804.PutRecordBatch", "Records", "Data", 500),
  PUT_LOG_EVENTS("logs", "Logs_20140328.PutLogEvents", "logEvents", "message", 10_000),
  CREATE_LOG_STREAM("logs", "Logs_20140328.CreateLogStream", "none", "none", 0);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CBOR = "application/x-amz-cbor-1.1";
  private static final String XML = "text/xml";

  final String service;
  private final String target;
  private final String list;
  private final String bodyOf;
  private final int most;

  ServiceForm(String service, String target, String list, String bodyOf, int most) {
    this.service = service;
    this.target = target;
    this.list = list;
    this.bodyOf = bodyOf;
    this.most = most;
  }

  /// A message in a call.
  ///
  /// @param with all else that was said of it
  record Entry(byte[] body, JsonNode with) {}

  /// What is answered.
  record Reply(int status, String type, byte[] body) {}

  /// A request, read.
  record Request(ServiceForm form, String type, JsonNode json, List<Entry> entries) {}

  static Request read(HttpExchange exchange, byte[] body) throws IOException {
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    String named = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    JsonNode json =
        switch (type.replaceFirst(";.*", "")) {
          case CBOR -> Cbor.read(body);
          case "application/x-www-form-urlencoded" -> form(body);
          default -> JSON.readTree(body);
        };
    String target = named == null ? json.path("Action").asText() : named;
    for (ServiceForm form : values()) {
      if (form.target.equals(target)) {
        String answered = form == PUBLISH_BATCH ? XML : type;
        return new Request(form, answered, json, form.entries(json));
      }
    }
    throw new IOException("nobody speaks " + target);
  }

  /// `A.member.1.B=c` as members of objects; numbers are names too.
  private static JsonNode form(byte[] body) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      String[] names = pair.substring(0, equals).split("\\.", -1);
      ObjectNode at = root;
      for (int i = 0; i < names.length - 1; i++) {
        if (!names[i].equals("member") && !names[i].equals("entry")) {
          at = at.withObjectProperty(names[i]);
        }
      }
      at.put(
          names[names.length - 1],
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return root;
  }

  private List<Entry> entries(JsonNode json) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode each : json.path(list)) {
      JsonNode body = each.path(bodyOf);
      byte[] bytes =
          service.equals("kinesis") || service.equals("firehose")
              ? body.binaryValue()
              : body.asText().getBytes(StandardCharsets.UTF_8);
      entries.add(new Entry(bytes, each));
    }
    return entries;
  }

  /// The attributes of a message, by name.
  static Map<String, String> attributes(JsonNode entry) {
    Map<String, String> attributes = new LinkedHashMap<>();
    entry
        .path("MessageAttributes")
        .properties()
        .forEach(each -> {
          JsonNode value = each.getValue();
          boolean isForm = value.has("Name");
          attributes.put(
              isForm ? value.path("Name").asText() : each.getKey(),
              isForm
                  ? value.path("Value").path("StringValue").asText()
                  : value.path("StringValue").asText());
        });
    return attributes;
  }

  /// What SQS makes the digest of a message's attributes from (SQS developer guide, "Calculating
  /// the MD5 message digest for message attributes").
  static byte[] digested(JsonNode entry) {
    ByteArrayOutputStream digested = new ByteArrayOutputStream();
    new TreeMap<>(attributes(entry))
        .forEach((name, value) -> {
          append(name, digested);
          append("String", digested);
          digested.write(1);
          append(value, digested);
        });
    return digested.toByteArray();
  }

  private static void append(String text, ByteArrayOutputStream to) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    to.writeBytes(bytes);
  }

  /// Why the service takes none of a call: the code of its error; null when it may.
  @Nullable String problem(List<Entry> entries) {
    long bytes = 0;
    for (Entry entry : entries) {
      long each = entry.body().length + overhead(entry.with());
      if (each > mostEach()) {
        return invalid();
      }
      bytes += each;
      if (service.equals("sqs") || service.equals("sns")) {
        boolean fits =
            attributes(entry.with()).values().stream().allMatch(ServiceForm::isAttribute)
                && isText(new String(entry.body(), StandardCharsets.UTF_8));
        if (!fits) {
          return invalid();
        }
      }
    }
    if (entries.size() > most || bytes > mostBytes()) {
      return service.equals("sqs") ? "BatchRequestTooLong" : invalid();
    }
    return null;
  }

  private long overhead(JsonNode entry) {
    return switch (this) {
      case PUT_LOG_EVENTS -> 26;
      case PUT_RECORDS -> entry.path("PartitionKey").asText().length();
      case PUT_EVENTS -> 14L + length(entry, "Source") + length(entry, "DetailType");
      default ->
          attributes(entry).entrySet().stream()
              .mapToLong(each ->
                  each.getKey().length()
                      + "String".length()
                      + each.getValue().getBytes(StandardCharsets.UTF_8).length)
              .sum();
    };
  }

  private static long length(JsonNode entry, String name) {
    return entry.path(name).asText().getBytes(StandardCharsets.UTF_8).length;
  }

  private long mostEach() {
    return switch (service) {
      case "firehose" -> 1_000 * 1_024;
      case "sns", "events" -> 256 << 10;
      default -> 1 << 20;
    };
  }

  private long mostBytes() {
    return switch (service) {
      case "kinesis" -> 5 << 20;
      case "firehose" -> 4 << 20;
      default -> mostEach();
    };
  }

  /// The code for what is wrong with a request.
  String invalid() {
    return switch (service) {
      case "sqs" -> "InvalidParameterValue";
      case "sns" -> "InvalidParameter";
      case "events" -> "ValidationException";
      case "logs" -> "InvalidParameterException";
      default -> "InvalidArgumentException";
    };
  }

  private static boolean isAttribute(String value) {
    return !value.isEmpty() && isText(value) && value.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isText(String text) {
    return text.codePoints()
        .allMatch(letter ->
            letter == '\t'
                || letter == '\n'
                || letter == '\r'
                || (letter >= 0x20 && letter <= 0xFFFD && !Character.isSurrogate((char) letter))
                || letter >= 0x10000);
  }

  static Reply reply(Request request, int status, ObjectNode json) throws IOException {
    byte[] body =
        switch (request.type()) {
          case CBOR -> Cbor.write(json);
          case XML -> json.path("xml").asText().getBytes(StandardCharsets.UTF_8);
          default -> JSON.writeValueAsBytes(json);
        };
    return new Reply(status, request.type(), body);
  }

  static Reply error(Request request, int status, String code) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("__type", "com.amazonaws#" + code).put("message", "by script");
    json.put(
        "xml",
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>by script</Message>"
                .formatted(code)
            + "</Error><RequestId>r</RequestId></ErrorResponse>");
    return reply(request, status, json);
  }
}
