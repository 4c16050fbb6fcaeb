package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.problem.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One pass over a JSON text: finds the event records in whatever they are wrapped in, and notes
/// their members.
///
/// Forms it knows, also one after the other in one text: a record; a list of any of these;
/// `{"Records":[…]}` as a trail writes it; LookupEvents answers (`Events`, the record as a string
/// in `CloudTrailEvent`); EventBridge envelopes (the record in `detail`); CloudWatch Logs answers
/// and subscriptions (`events` or `logEvents`, the record as a string in `message`).
final class RecordWalk {
  private static final int MOST_WRAPPERS = 4;
  private static final Set<String> LISTS = Set.of("Records", "Events", "logEvents", "events");
  private static final EnumSet<EventField> DEFINING =
      EnumSet.of(
          EventField.EVENT_VERSION,
          EventField.EVENT_TIME,
          EventField.EVENT_SOURCE,
          EventField.EVENT_NAME,
          EventField.EVENT_ID,
          EventField.EVENT_TYPE,
          EventField.EVENT_CATEGORY,
          EventField.USER_IDENTITY,
          EventField.AWS_REGION);

  private final JsonText text;
  private final ReadLimits limits;
  private final Consumer<EventBatch> batches;
  private final List<ReadReport.Flaw> flaws;
  private final EventBatch.Builder rows = new EventBatch.Builder();
  private final ByteArrayOutputStream embedded = new ByteArrayOutputStream(0);
  private @Nullable JsonParser parser;
  private long parserFrom;
  private long rootFrom;
  private long found;
  private long foundBeforeRoot;
  private long records;
  private long embeddedAt;
  private boolean sawDigest;
  private boolean sawList;

  RecordWalk(
      JsonText text, ReadLimits limits, Consumer<EventBatch> batches, List<ReadReport.Flaw> flaws) {
    this.text = text;
    this.limits = limits;
    this.batches = batches;
    this.flaws = flaws;
  }

  long records() {
    return records;
  }

  boolean sawDigest() {
    return sawDigest;
  }

  /// Whether a list of records was there, be it empty.
  boolean sawList() {
    return sawList;
  }

  /// Where the value at the top begins that is being read; between two of them, where the first
  /// ended.
  long rootFrom() {
    return rootFrom;
  }

  /// How many bytes of the value at the top have been read.
  long readOfRoot() {
    return parser == null ? 0 : Math.max(0, offset() - rootFrom);
  }

  /// Whether the value at the top that is being read has given records already.
  boolean rootGaveRecords() {
    return found > foundBeforeRoot;
  }

  /// Where a problem of the parser stands, as an offset into the text.
  long offsetOf(IOException problem) {
    return problem instanceof JsonProcessingException json && json.getLocation() != null
        ? Math.max(rootFrom, parserFrom + json.getLocation().getByteOffset())
        : rootFrom;
  }

  /// Reads from an offset to the end of the text.
  ///
  /// @throws IOException with the parser's message where the text stops being JSON; the records
  ///   ahead are kept and [#finish] hands them on
  void walk(long from) throws IOException {
    rows.rollback(rows.completeMembers());
    parserFrom = from;
    rootFrom = from;
    foundBeforeRoot = found;
    parser = text.parser(from);
    JsonToken token;
    while ((token = json().nextToken()) != null) {
      if (offset() < parserFrom) {
        throw new IOException("the text is not in UTF-8");
      }
      rootFrom = offset();
      value(token, 0, "at the top");
      rootFrom = offset() + 1;
      foundBeforeRoot = found;
    }
  }

  private JsonParser json() {
    if (parser == null) {
      throw new IllegalStateException("the walk has not begun");
    }
    return parser;
  }

  /// Hands on what has not been handed on yet.
  void finish() throws IOException {
    rows.rollback(rows.completeMembers());
    if (rows.rows() > 0) {
      batches.accept(rows.build(text.cut(rows.lastRowTo())));
    }
    readEmbedded();
  }

  private void value(JsonToken token, int level, String place) throws IOException {
    if (token == JsonToken.START_OBJECT) {
      object(level);
    } else if (token == JsonToken.START_ARRAY && level < MOST_WRAPPERS) {
      elements(level + 1);
    } else {
      flaw(
          Code.NOT_CLOUDTRAIL,
          "a bare " + kind(token).name().toLowerCase(Locale.ROOT) + " stands " + place,
          offset());
      skip();
    }
  }

  private void elements(int level) throws IOException {
    sawList = true;
    JsonToken token;
    while ((token = json().nextToken()) != JsonToken.END_ARRAY) {
      value(token, level, "in a list of records");
    }
  }

  private void object(int level) throws IOException {
    int mark = rows.mark();
    long from = offset();
    boolean wrapper = false;
    boolean tooDeep = false;
    while (json().nextToken() == JsonToken.FIELD_NAME) {
      long keyFrom = offset();
      rows.closeMember(text.bytes(), at(keyFrom));
      String name = json().currentName();
      JsonToken value = json().nextToken();
      if (wrapper) {
        skip();
      } else if (unwraps(name, value, mark, level)) {
        wrapper = true;
        rows.rollback(mark);
        unwrap(value, level);
      } else {
        rows.openMember(EventField.named(name), kind(value), at(keyFrom), at(offset()));
        sawDigest |= level == 0 && name.equals("digestStartTime");
        tooDeep |= !skip();
      }
    }
    long end = offset();
    rows.closeMember(text.bytes(), at(end));
    if (!wrapper) {
      keep(mark, from, end + 1, tooDeep);
    }
    if (text.isSliced() && at(end) >= limits.slice()) {
      handOn(at(end + 1));
    }
  }

  /// Takes the first bytes off the text, and hands on the records in them. No object is open there
  /// but wrappers, of which nothing is noted.
  private void handOn(int count) {
    byte[] slice = text.cut(count);
    if (rows.rows() > 0) {
      batches.accept(rows.build(slice));
    }
  }

  private boolean isMessageOfRecord(String name) throws IOException {
    return name.equals("message") && json().getText().startsWith("{\"eventVersion\"");
  }

  private boolean unwraps(String name, JsonToken value, int mark, int level) throws IOException {
    if (level >= MOST_WRAPPERS) {
      return false;
    }
    boolean candidate =
        switch (value) {
          case START_ARRAY -> LISTS.contains(name);
          case START_OBJECT -> name.equals("detail");
          case VALUE_STRING -> name.equals("CloudTrailEvent") || isMessageOfRecord(name);
          default -> false;
        };
    return candidate
        && !rows.hasSince(mark, EventField.EVENT_NAME)
        && !rows.hasSince(mark, EventField.EVENT_SOURCE)
        && !rows.hasSince(mark, EventField.EVENT_VERSION);
  }

  private void unwrap(JsonToken value, int level) throws IOException {
    switch (value) {
      case VALUE_STRING -> embed(json().getText());
      case START_ARRAY -> elements(level + 1);
      default -> object(level + 1);
    }
  }

  private void embed(String record) throws IOException {
    found++;
    if (embedded.size() == 0) {
      embeddedAt = offset();
    }
    embedded.writeBytes(record.getBytes(StandardCharsets.UTF_8));
    embedded.write('\n');
    if (embedded.size() > limits.slice()) {
      readEmbedded();
    }
  }

  private void readEmbedded() throws IOException {
    if (embedded.size() == 0) {
      return;
    }
    WholeText inner = new WholeText(embedded.toByteArray());
    embedded.reset();
    List<ReadReport.Flaw> inside = new ArrayList<>();
    records += EventReader.walk(inner, limits, batches, inside).records();
    inside.forEach(flaw -> flaw(flaw.code(), "in a record as text: " + flaw.problem(), embeddedAt));
  }

  private void keep(int mark, long from, long end, boolean tooDeep) {
    int invalid = Utf8.firstInvalid(text.bytes(), at(from), at(end));
    boolean tooLarge = end - from > limits.record();
    if (tooLarge || tooDeep || invalid >= 0 || !isRecord(mark)) {
      rows.rollback(mark);
      refuse(from, end, tooDeep, invalid);
      return;
    }
    rows.addRow(mark, at(from), at(end));
    records++;
    found++;
  }

  private void refuse(long from, long end, boolean tooDeep, int invalid) {
    if (end - from > limits.record()) {
      flaw(
          Code.LOG_FILE_TOO_LARGE,
          "a record is larger than %,d bytes".formatted(limits.record()),
          from);
    } else if (tooDeep) {
      flaw(
          Code.LOG_FILE_MALFORMED,
          "a record is nested more than %,d deep".formatted(limits.depth()),
          from);
    } else if (invalid >= 0) {
      flaw(Code.LOG_FILE_MALFORMED, "a record is not valid UTF-8", text.base() + invalid);
    } else if (!sawDigest) {
      String shown =
          new String(
              text.bytes(), at(from), (int) Math.min(60, end - from), StandardCharsets.UTF_8);
      flaw(Code.NOT_CLOUDTRAIL, "this is not an event record: " + shown, from);
    }
  }

  /// S3 and DynamoDB notifications have the same keys, but an `eventSource` of `aws:…`.
  private boolean isRecord(int mark) {
    int source = rows.valueFrom(mark, EventField.EVENT_SOURCE);
    byte[] bytes = text.bytes();
    if (source >= 0
        && bytes[source + 1] == 'a'
        && bytes[source + 2] == 'w'
        && bytes[source + 3] == 's'
        && bytes[source + 4] == ':') {
      return false;
    }
    return rows.countSince(mark, DEFINING) >= 2;
  }

  /// Passes over the value under way; false when it is nested too deep.
  private boolean skip() throws IOException {
    if (json().currentToken() == null || !json().currentToken().isStructStart()) {
      return true;
    }
    int depth = 1;
    int deepest = 1;
    while (depth > 0) {
      JsonToken token = json().nextToken();
      if (token == null) {
        throw new IOException("the text ends inside a value");
      }
      if (token.isStructStart()) {
        deepest = Math.max(deepest, ++depth);
      } else if (token.isStructEnd()) {
        depth--;
      }
    }
    return deepest < limits.depth();
  }

  private void flaw(Code code, String problem, long offset) {
    if (flaws.size() < ReadReport.MOST_FLAWS) {
      flaws.add(new ReadReport.Flaw(code, problem, offset));
    }
  }

  private long offset() {
    return parserFrom + json().currentTokenLocation().getByteOffset();
  }

  private int at(long offset) {
    return (int) (offset - text.base());
  }

  private static ValueKind kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> ValueKind.OBJECT;
      case START_ARRAY -> ValueKind.ARRAY;
      case VALUE_STRING -> ValueKind.STRING;
      case VALUE_TRUE -> ValueKind.TRUE;
      case VALUE_FALSE -> ValueKind.FALSE;
      case VALUE_NULL -> ValueKind.NULL;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ValueKind.NUMBER;
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }
}
