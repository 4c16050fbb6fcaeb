package io.trailhouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.RandomRecords;
import io.trailhouse.fixture.RandomRecords.Made;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The reader against what a generator put into a file, and against a tree of Jackson's: every
/// record, every span, in every form of file (spec: records.md, R1 to R6).
final class EventReaderPropertyTest {
  private static final int SEEDS = 40;
  private static final ObjectMapper TREE = new ObjectMapper(RecordJson.FACTORY);

  /// Around the records of one file.
  enum Form {
    RECORDS,
    ARRAY,
    JSON_LINES,
    CONCATENATED,
    NESTED,
    EVENT_BRIDGE,
    LOOKUP_EVENTS,
    CLOUD_WATCH;

    String wrap(List<Made> records, RandomRecords source) {
      List<String> texts = new ArrayList<>();
      records.forEach(made -> texts.add(inItsPlace(made.text(), source)));
      String blank = source.json().blank();
      String list = String.join(blank + "," + blank, texts);
      return switch (this) {
        case RECORDS -> "{\"Records\"" + blank + ":[" + blank + list + blank + "]}" + blank;
        case ARRAY -> blank + "[" + list + "]";
        case JSON_LINES -> String.join(source.json().chance(0.5) ? "\n" : "\r\n", texts) + "\n";
        case CONCATENATED, EVENT_BRIDGE -> String.join("", texts);
        case NESTED -> "[[{\"x\":1},{\"Records\":[" + list + "]}],[{\"Records\":[]}]]";
        case LOOKUP_EVENTS -> "{\"NextToken\":\"x\",\"Events\":[" + list + "]}\n";
        case CLOUD_WATCH -> "{\"owner\":\"1\",\"logEvents\":[" + list + "],\"logGroup\":\"g\"}";
      };
    }

    private String inItsPlace(String text, RandomRecords source) {
      String blank = source.json().blank();
      return switch (this) {
        case EVENT_BRIDGE ->
            "{\"version\":\"0\",\"detail-type\":\"AWS API Call via CloudTrail\",\"resources\":[],"
                + "\"detail\":"
                + blank
                + text
                + ",\"time\":\"2026-05-01T08:00:00Z\"}";
        case LOOKUP_EVENTS ->
            "{\"EventId\":\"e\",\"ReadOnly\":\"true\",\"CloudTrailEvent\":"
                + source.json().literal(text)
                + ",\"Resources\":[{\"ResourceName\":\"x\"}]}";
        case CLOUD_WATCH ->
            "{\"id\":\"1\",\"timestamp\":1,\"message\":" + source.json().literal(text) + "}";
        default -> text;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRecordAndEverySpanIsFound(Form form) {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomRecords source = seed % 2 == 0 ? RandomRecords.usual(seed) : RandomRecords.wild(seed);
      List<Made> records = records(form, source);
      byte[] text = form.wrap(records, source).getBytes(StandardCharsets.UTF_8);
      Random random = new Random(seed);
      for (byte[] stored : storedForms(text, random)) {
        for (ReadLimits limits : limits(text.length, random)) {
          ReadRecords read = ReadRecords.of(stored, limits);
          String where = form + ", seed " + seed + ", " + limits;
          assertThat(read.records()).as(where).isEqualTo(records.stream().map(Made::text).toList());
          assertThat(read.members())
              .as(where)
              .isEqualTo(records.stream().map(Made::members).toList());
          assertThat(read.report().bytes()).as(where).isEqualTo(text.length);
          if (form != Form.NESTED) {
            assertThat(read.report().problems()).as(where).isEmpty();
            assertThat(read.report().content()).isEqualTo(ReadReport.Content.EVENTS);
          }
        }
      }
    }
  }

  private static List<Made> records(Form form, RandomRecords source) {
    List<Made> records = new ArrayList<>();
    int count = 1 + source.json().below(12);
    while (records.size() < count) {
      Made made = source.next();
      if (form != Form.CLOUD_WATCH || made.text().startsWith("{\"eventVersion\"")) {
        records.add(made);
      }
    }
    return records;
  }

  private static List<byte[]> storedForms(byte[] text, Random random) {
    int half = random.nextInt(text.length);
    return List.of(
        text,
        ReadRecords.gzip(text),
        ReadRecords.join(
            ReadRecords.gzip(Arrays.copyOf(text, half)),
            ReadRecords.gzip(new byte[0]),
            ReadRecords.gzip(Arrays.copyOfRange(text, half, text.length))));
  }

  private static List<ReadLimits> limits(int length, Random random) {
    return List.of(
        ReadLimits.DEFAULT,
        ReadRecords.sliced(1, 1),
        ReadRecords.sliced(1 + random.nextInt(length), 1 + random.nextInt(length)));
  }

  @ParameterizedTest
  @EnumSource(names = {"RECORDS", "JSON_LINES", "EVENT_BRIDGE"})
  void fieldsAndKindsAreThoseOfATree(Form form) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomRecords source = RandomRecords.wild(seed);
      List<Made> records = records(form, source);
      byte[] text = form.wrap(records, source).getBytes(StandardCharsets.UTF_8);
      List<EventView> views = new ArrayList<>();
      new EventReader()
          .read(
              new java.io.ByteArrayInputStream(text),
              batch -> {
                for (int row = 0; row < batch.rows(); row++) {
                  views.add(batch.view(row));
                }
              });
      for (int i = 0; i < views.size(); i++) {
        assertSameAsTree(views.get(i), TREE.readTree(records.get(i).text()), "seed " + seed);
      }
    }
  }

  /// Of a repeated key the tree has the last value and the view the first, so those are left out.
  private static void assertSameAsTree(EventView view, JsonNode tree, String where) {
    EventBatch batch = view.batch();
    TreeSet<String> known = new TreeSet<>();
    List<String> repeated = new ArrayList<>();
    for (int m = batch.memberBegin(view.row()); m < batch.memberEnd(view.row()); m++) {
      EventField field = batch.field(m);
      if (field != null && !known.add(field.jsonName())) {
        repeated.add(field.jsonName());
      }
    }
    TreeSet<String> inTree = new TreeSet<>();
    tree.fieldNames().forEachRemaining(inTree::add);
    inTree.removeIf(name -> EventField.named(name) == null);
    assertThat(known).as(where).isEqualTo(inTree);
    for (String name : inTree) {
      EventField field = EventField.valueOf(EventField.named(name).name());
      if (!repeated.contains(name)) {
        JsonNode value = tree.get(name);
        assertThat(view.text(field)).as(where).isEqualTo(value.isTextual() ? value.asText() : null);
        assertThat(batch.kind(batch.find(view.row(), field)).name())
            .as(where)
            .isEqualTo(
                value.isBoolean()
                    ? (value.asBoolean() ? "TRUE" : "FALSE")
                    : value.getNodeType().name());
      }
    }
  }
}
