package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.lake.catalog.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every real set, imported, says what DuckDB reads in the raw files, and Iceberg's own reader says
/// it too: `docs/spec/table.md`, C3, L1, S2 and G2, and `records.md`, R1.
class RawJsonOracleTest {
  private static final String RECORDS = "unnest(json->'$.Records[*]')";
  private static final String NAMES =
      "r->>'$.eventSource' || ':' || (r->>'$.eventName') AS name, count(*)";
  private static final List<String> DEFINING =
      List.of(
          "eventVersion",
          "eventTime",
          "eventSource",
          "eventName",
          "eventID",
          "eventType",
          "eventCategory",
          "userIdentity",
          "awsRegion");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @TempDir Path home;
  @TempDir Path files;
  private RawJsonOracle raw;

  @BeforeEach
  void openOracle() throws SQLException {
    raw = new RawJsonOracle();
  }

  @AfterEach
  void closeOracle() throws SQLException {
    raw.close();
  }

  @Test
  void theRansomwareBucketHasTheCountsThatArePublished() throws Exception {
    Path folder = SharedData.path("sans504-s3-ransomware");
    raw.read(folder + "/**/*.json.gz", "unstructured", RECORDS);
    assertThat(raw.files(folder + "/**/*.json.gz")).isEqualTo(2277);
    assertThat(raw.number("SELECT count(*) FROM raw")).isEqualTo(18_224);
    assertThat(raw.number("SELECT count(DISTINCT r->>'$.eventID') FROM raw")).isEqualTo(15_485);
    assertThat(
            raw.number(
                "SELECT count(*) FROM (SELECT r->>'$.eventID' AS id FROM raw WHERE"
                    + " r->>'$.eventCategory' = 'Management' GROUP BY id HAVING count(*) = 2)"))
        .as("management records in two files each")
        .isEqualTo(2739);
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, folder);
      try (QueryEngine engine = engine(lake)) {
        assertThat(one(engine, "SELECT count(*) FROM events")).isEqualTo("15485");
        assertThat(one(engine, "SELECT count(DISTINCT eventid) FROM events")).isEqualTo("15485");
        assertThat(one(engine, "SELECT count(*) FROM log_files")).isEqualTo("2277");
        assertThat(one(engine, "SELECT sum(records) FROM log_files")).isEqualTo("18224");
        assertThat(one(engine, "SELECT sum(duplicates) FROM log_files")).isEqualTo("2739");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sans504-s3-ransomware            | **/*.json.gz | unstructured      | " + RECORDS,
        "invictus-ir                      | **/*.json    | unstructured      | " + RECORDS,
        "umccr-flaws-slice                | **/*.json*   | unstructured      | " + RECORDS,
        "umccr-version-examples-synthetic | *.json       | unstructured      | " + RECORDS,
        "opensearch-catalog               | *.json.gz    | unstructured      | " + RECORDS,
        "stratus-red-team                 | *.json       | array             | json",
        "traildiscover | **/*.json | unstructured |"
            + " unnest(CASE json_type(json) WHEN 'ARRAY' THEN json->'$[*]' ELSE [json] END)",
        "permiso-console-sessions         | *.json.gz    | array             | json",
        "splunk-security-content          | *.jsonl      | newline_delimited | json",
        "plaso-lookup-events | *.jsonl | newline_delimited | (json->>'$.CloudTrailEvent')::json"
      })
  void aSetAsItLiesThere(String set, String glob, String format, String record) throws Exception {
    Path folder = SharedData.path(set);
    raw.read(folder + "/" + glob, format, record);
    check(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "awsdocs/records.jsonl | newline_delimited | json->'$.record' |"
            + " unnest(CASE WHEN (json->'$.Events') IS NULL THEN [json]"
            + " ELSE json->'$.Events[*]' END) | 0",
        "awsdocs/eventbridge-envelopes.jsonl | newline_delimited | json->'$.record' |"
            + " json->'$.detail' | 0",
        "fivexl-test-events/test_events.json | unstructured"
            + " | unnest(json->'$.test_events[*].event') | json | 0",
        "panther-analysis/rule_tests.jsonl | newline_delimited | json->'$.log' | json | 7",
        "streamalert/test_events.jsonl     | newline_delimited | json->'$.data' |"
            + " unnest(CASE WHEN (json->'$.Records') IS NULL THEN [json->'$.detail']"
            + " ELSE json->'$.Records[*]' END) | 0"
      })
  void aSetInsideOtherData(
      String file, String format, String inner, String record, long otherThings) throws Exception {
    Path lines = files.resolve("unwrapped.jsonl");
    raw.unwrap(SharedData.path(file).toString(), format, inner, lines);
    raw.read(lines.toString(), "newline_delimited", record);
    assertThat(raw.forgetUnlessTwoOf(DEFINING)).isEqualTo(otherThings);
    check(files);
  }

  private void check(Path folder) throws Exception {
    Set<String> wanted = raw.keepOneOfEach(RawJsonOracleTest::spelled);
    assertThat(wanted).isNotEmpty();
    try (Lake lake = Lake.open(home)) {
      ImportedLake.add(lake, folder);
      try (QueryEngine engine = engine(lake)) {
        List<String> found = column(engine, "SELECT eventjson FROM events");
        TreeSet<String> records = new TreeSet<>();
        found.forEach(record -> records.add(spelled(record)));
        TreeSet<String> lost = new TreeSet<>(wanted);
        lost.removeAll(records);
        assertThat(lost).as("records that are not in the table").isEmpty();
        assertThat(records).isEqualTo(wanted);
        assertThat(found).as("each once").hasSize(wanted.size());
        checkCounts(engine);
        checkSecondReader(lake, engine);
      }
    }
  }

  private void checkCounts(QueryEngine engine) throws SQLException {
    assertThat(one(engine, "SELECT count(DISTINCT eventid) FROM events"))
        .isEqualTo(text(raw, "count(DISTINCT r->>'$.eventID')", " FROM raw"));
    for (String end : List.of("min", "max")) {
      String time = "strftime(" + end + "(try_cast(r->>'$.eventTime' AS timestamp)), '%s')";
      String own = "SELECT date_format(" + end + "(eventtime), '%Y-%m-%d %H:%i:%s') FROM events";
      assertThat(one(engine, own + " WHERE element_at(extra, 'th_eventtime') IS NULL"))
          .isEqualTo(text(raw, time.formatted("%Y-%m-%d %H:%M:%S"), " FROM raw"));
    }
    Map<String, Long> names = raw.counts("SELECT " + NAMES + " FROM raw GROUP BY name");
    Map<String, Long> found = new TreeMap<>();
    try (QueryAnswer answer =
        engine.ask(
            "SELECT eventsource || ':' || eventname AS name, count(*) FROM events GROUP BY 1")) {
      while (answer.next()) {
        found.put(String.valueOf(answer.value(0)), ((Number) answer.value(1)).longValue());
      }
    }
    assertThat(found).isEqualTo(names);
  }

  private static String text(RawJsonOracle raw, String expression, String from)
      throws SQLException {
    return raw.texts("SELECT " + expression + from).getFirst();
  }

  /// Iceberg's generic reader and the query engine see the same texts in the same columns.
  private static void checkSecondReader(Lake lake, QueryEngine engine) throws IOException {
    Schema schema = lake.events().schema();
    List<String> leaves = new ArrayList<>();
    for (Types.NestedField column : schema.columns()) {
      if (!column.type().isListType()) {
        Mentions.leaves(column.type(), column.name(), leaves);
      }
    }
    List<String> ours = new ArrayList<>();
    try (QueryAnswer answer =
        engine.ask("SELECT " + String.join(", ", leaves) + ", len(resources) FROM events")) {
      while (answer.next()) {
        ours.add(answer.row().toString());
      }
    }
    List<String> theirs = new ArrayList<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(lake.events()).build()) {
      for (Record row : rows) {
        List<Object> values = new ArrayList<>();
        leaves.forEach(leaf -> values.add(value(row, leaf.split("\\."), 0)));
        Object resources = row.getField("resources");
        values.add(resources == null ? null : ((List<?>) resources).size());
        theirs.add(values.toString());
      }
    }
    assertThat(theirs).containsExactlyInAnyOrderElementsOf(ours);
  }

  private static Object value(Record row, String[] path, int at) {
    Object value = row.getField(path[at]);
    return value == null || at == path.length - 1 ? value : value((Record) value, path, at + 1);
  }

  private QueryEngine engine(Lake lake) {
    return QueryEngine.open(
        new LakeFiles(lake),
        QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse"))));
  }

  private static String one(QueryEngine engine, String sql) {
    return column(engine, sql).getFirst();
  }

  private static List<String> column(QueryEngine engine, String sql) {
    List<String> values = new ArrayList<>();
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        values.add(String.valueOf(answer.value(0)));
      }
    }
    return values;
  }

  /// One spelling for all texts of one JSON value: keys in order, numbers by value.
  private static String spelled(String json) {
    try {
      return spelled(JSON.readTree(json));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(json, e);
    }
  }

  private static String spelled(JsonNode node) {
    StringBuilder text = new StringBuilder();
    if (node.isObject()) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      members.forEach(
          (key, value) -> text.append(key).append('=').append(spelled(value)).append(';'));
      return "{" + text + "}";
    }
    if (node.isArray()) {
      node.forEach(each -> text.append(spelled(each)).append(','));
      return "[" + text + "]";
    }
    return node.isNumber() ? node.decimalValue().stripTrailingZeros().toString() : node.toString();
  }
}
