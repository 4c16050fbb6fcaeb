package io.trailhouse.lake.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.trailhouse.event.BatchBuilder;
import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.RecordJson;
import io.trailhouse.fixture.RandomRecords;
import io.trailhouse.fixture.RandomRecords.Made;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows hold their records, and their columns say what a tree of Jackson's says (spec: table.md, L1
/// to L6).
final class RowPropertyTest {
  private static final Instant DELIVERED = Instant.parse("2026-05-01T08:05:00Z");
  private static final ObjectMapper TREE = new ObjectMapper(RecordJson.FACTORY);

  private final RowMapper mapper = new RowMapper();
  private final RecordText text = new RecordText();
  private final EventRow row = new EventRow();

  private static EventBatch batch(String record) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    new EventReader().read(new ByteArrayInputStream(bytes), batches::add);
    assertThat(batches).as(record).hasSize(1);
    return batches.get(0);
  }

  private String stored(String record) throws IOException {
    mapper.map(batch(record).view(0), DELIVERED, row);
    return new String(text.of(row), StandardCharsets.UTF_8);
  }

  private static String canonical(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }

  @Test
  void aRecordInTheUsualSpellingComesBackByteForByte() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      RandomRecords source = RandomRecords.usual(seed);
      for (int i = 0; i < 40; i++) {
        String record = source.next().text();
        assertThat(stored(record)).as("seed " + seed).isEqualTo(record);
      }
    }
  }

  @Test
  void aRecordInAnySpellingComesBackEqualAsJson() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      RandomRecords source = RandomRecords.wild(seed);
      for (int i = 0; i < 40; i++) {
        String record = source.next().text();
        assertThat(canonical(stored(record))).as("seed " + seed).isEqualTo(canonical(record));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBatchThatIsWrittenFromRowsIsTheOneThatAReaderMakesOfTheirText(boolean wild)
      throws IOException {
    BatchBuilder written = new BatchBuilder();
    for (int seed = 0; seed < 40; seed++) {
      RandomRecords source = wild ? RandomRecords.wild(seed) : RandomRecords.usual(seed);
      List<List<String>> read = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        mapper.map(batch(source.next().text()).view(0), DELIVERED, row);
        byte[] record = text.of(row);
        read.add(Spans.read(record));
        if (!text.writeTo(written, row)) {
          written.add(batch(new String(record, StandardCharsets.UTF_8)), 0);
        }
      }
      EventBatch built = written.build();
      assertThat(built.rows()).isEqualTo(40);
      for (int each = 0; each < built.rows(); each++) {
        assertThat(Spans.of(built, each)).as("seed " + seed).isEqualTo(read.get(each));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void columnsHoldWhatATreeSays(boolean wild) throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      RandomRecords source = wild ? RandomRecords.wild(seed) : RandomRecords.usual(seed);
      for (int i = 0; i < 40; i++) {
        Made made = source.next();
        JsonNode tree = spelled(made.text());
        Map<String, String> raw = new HashMap<>();
        made.members().forEach(m -> raw.put(text(m.key()), m.value()));
        if (raw.size() == made.members().size() && !repeatsInside(made.text())) {
          stored(made.text());
          assertThat(RowOracle.withoutInnerJson(RowOracle.columns(row)))
              .as(made.text())
              .isEqualTo(RowOracle.columns(tree, raw));
        }
      }
    }
  }

  /// A record as a tree in which numbers stand by their spelling.
  private static JsonNode spelled(String record) throws IOException {
    try (TokenBuffer tree = new TokenBuffer(TREE, false);
        JsonParser json = RecordJson.FACTORY.createParser(record)) {
      while (json.nextToken() != null) {
        if (json.currentToken().isNumeric()) {
          tree.writeString(json.getText());
        } else {
          tree.copyCurrentEvent(json);
        }
      }
      return TREE.readTree(tree.asParser());
    }
  }

  private static String text(String literal) {
    try {
      return TREE.readTree(literal).asText();
    } catch (IOException e) {
      throw new AssertionError(literal, e);
    }
  }

  /// Of a key repeated inside a struct the tree has the last value, the columns have the first.
  private static boolean repeatsInside(String record) throws IOException {
    Set<String> seen = new HashSet<>();
    try (var json = RecordJson.FACTORY.createParser(record)) {
      while (json.nextToken() != null) {
        String path = json.getParsingContext().pathAsPointer(true).toString();
        boolean name = json.currentToken() == JsonToken.FIELD_NAME;
        if (name && !seen.add(path)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void aRecordThatRepeatsAKeyKeepsItsTextAndItsColumns() throws IOException {
    String record =
        "{\"eventName\":\"A\", \"eventName\":\"B\",\"eventVersion\":\"1.08\",\"eventID\":\"x\","
            + "\"recipientAccountId\":\"1\",\"eventTime\":\"2026-05-01T08:00:00Z\"}";
    assertThat(stored(record)).isEqualTo(record);
    assertThat(RowOracle.columns(row))
        .contains("eventname = A", "eventid = x", "recipientaccountid = 1");
    EventKey ofRecord = new EventKey();
    ofRecord.ofRecord(batch(record), 0, row.eventTime());
    EventKey ofRow = new EventKey();
    ofRow.ofText(text.of(row), EventKey.ownTime(row));
    assertThat(ofRow.value()).isEqualTo(ofRecord.value());
  }

  @Test
  void theKeyOfARowIsTheKeyOfItsRecord() throws IOException {
    EventKey ofRecord = new EventKey();
    EventKey ofRow = new EventKey();
    for (int seed = 0; seed < 60; seed++) {
      RandomRecords source = RandomRecords.wild(seed);
      for (int i = 0; i < 20; i++) {
        EventBatch batch = batch(source.next().text());
        mapper.map(batch.view(0), DELIVERED, row);
        ofRecord.ofRecord(batch, 0, mapper.eventTime(batch, 0));
        long time = EventKey.ownTime(row);
        if (!ofRow.ofRow(row, time)) {
          ofRow.ofText(text.of(row), time);
        }
        assertThat(ofRow.value()).isEqualTo(ofRecord.value());
        assertThat(ofRow.hour()).isEqualTo(ofRecord.hour());
      }
    }
  }

  @Test
  void theTimeOfARowIsItsOwnWhereverItsLayoutLies() {
    byte[] page = "?AO?ACO".getBytes(StandardCharsets.US_ASCII);
    row.clear();
    row.eventTime(7);
    row.text(EventSchema.LAYOUT, Binary.fromConstantByteArray(page, 1, 2));
    assertThat(EventKey.ownTime(row)).isEqualTo(7);
    row.text(EventSchema.LAYOUT, Binary.fromConstantByteArray(page, 3, 4));
    assertThat(EventKey.ownTime(row)).isEqualTo(EventTime.UNREADABLE);
  }

  @Test
  void valuesBeyondOrdinaryLimitsAreHeld() throws IOException {
    for (String value :
        List.of(
            "1".repeat(5_000),
            "{\"" + "k".repeat(60_000) + "\":1}",
            "{\"type\":" + "9".repeat(2_000) + "}",
            "{\"sessionContext\":" + "[".repeat(900) + "]".repeat(900) + "}",
            "{\"userName\":\"" + "x".repeat(21_000_000) + "\"}")) {
      String record =
          "{\"eventVersion\":\"1.08\",\"eventName\":\"X\",\"userIdentity\":" + value + "}";
      assertThat(stored(record).equals(record)).isTrue();
    }
    String deep =
        "{\"eventVersion\":\"1.08\",\"eventName\":\"X\",\"requestParameters\":"
            + "[".repeat(999)
            + "]".repeat(999)
            + "}";
    assertThat(canonical(stored(deep))).isEqualTo(canonical(deep));
  }

  @Test
  void halfASurrogatePairIsKeptThoughNoColumnCanHoldIt() throws IOException {
    String record =
        "{\"eventVersion\":\"1.08\",\"eventName\":\"\\ud83d\",\"requestID\":\"a\\u0000b\"}";
    assertThat(stored(record)).isEqualTo(record);
    assertThat(RowOracle.columns(row)).contains("requestid = a\u0000b");
    assertThat(canonical(record)).contains("D83D");
  }
}
