package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.finding.FoundFacts;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.match.Matchers;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import io.trailhouse.route.RecordForm;
import io.trailhouse.route.RecordWriter;
import io.trailhouse.route.Redaction;
import io.trailhouse.route.Shape;
import io.trailhouse.rule.RuleReading;
import io.trailhouse.rule.RuleSet;
import io.trailhouse.rule.SigmaReader;
import io.trailhouse.select.Condition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// R7: one record whose keys stand twice at the top, in a field of fixed form, in a free one and in
/// a list, given to everything that reads a field.
class RepeatedKeysTest {
  private static final String RECORD =
      """
      {"eventVersion":"1.11","eventTime":"2026-05-01T00:00:00Z","eventID":"r7","eventType":"AwsApiCall",\
      "eventSource":"s3.amazonaws.com","eventName":"First","eventName":"Second","awsRegion":"eu-west-1",\
      "recipientAccountId":"111122223333","sourceIPAddress":"192.0.2.1",\
      "userIdentity":{"type":"IAMUser","userName":"first","userName":"second",\
      "accessKeyId":null,"accessKeyId":"AKIASECOND"},\
      "requestParameters":{"bucketName":"first","bucketName":"second","none":null,"none":"second",\
      "deep":{"k":"first"},"deep":{"k":"second"},"list":[{"x":"first","x":"second"}]}}\
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eventname | First",
        "useridentity.username | first",
        "useridentity.accesskeyid | null",
        "json_extract_scalar(requestparameters, '$.bucketName') | first",
        "element_at(requestparameters, 'bucketName') | first",
        "json_extract_scalar(requestparameters, '$.none') | null",
        "json_extract_scalar(requestparameters, '$.deep.k') | first",
        "json_extract_scalar(requestparameters, '$.list[0].x') | first",
        "json_value(requestparameters, 'lax $.bucketName') | first"
      })
  void sqlTakesTheFirst(String expression, String value) throws Exception {
    try (Lake lake = lake();
        QueryEngine engine = engine(lake);
        QueryAnswer answer = engine.ask("SELECT " + expression + " FROM events")) {
      assertThat(answer.next()).isTrue();
      assertThat(String.valueOf(answer.value(0))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "match | {\"detail\": {\"eventName\": [\"@\"]}} | First | Second",
        "match | {\"detail\": {\"userIdentity\": {\"userName\": [\"@\"]}}} | first | second",
        "match | {\"detail\": {\"requestParameters\": {\"bucketName\": [\"@\"]}}} | first | second",
        "match | {\"detail\": {\"requestParameters\": {\"deep\": {\"k\": [\"@\"]}}}} | first |"
            + " second",
        "match | {\"detail\": {\"requestParameters\": {\"list\": {\"x\": [\"@\"]}}}} | first |"
            + " second",
        "match | {\"detail\": {\"requestParameters\": {\"bucketName\": [{\"wildcard\": \"*@\"}]}}}"
            + " | first | second",
        "filter-pattern | { $.eventName = \"@\" } | First | Second",
        "filter-pattern | { $.userIdentity.userName = \"@\" } | first | second",
        "filter-pattern | { $.requestParameters.bucketName = \"@\" } | first | second",
        "filter-pattern | { $.requestParameters.deep.k = \"@\" } | first | second",
        "filter-pattern | { $.requestParameters.*.k = \"@\" } | first | second",
        "filter-pattern | { $.requestParameters.list[0].x = \"@\" } | first | second",
        "name | @ | First | Second",
        "principal | @ | first | second"
      })
  void conditionsTakeTheFirst(String key, String condition, String first, String second)
      throws Exception {
    assertThat(passes(key, condition.replace("@", first))).isTrue();
    assertThat(passes(key, condition.replace("@", second))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "eventName, First, Second",
    "userIdentity.userName, first, second",
    "userIdentity.accessKeyId, null, AKIASECOND",
    "requestParameters.bucketName, first, second",
    "requestParameters.none, null, second",
    "requestParameters.deep.k, first, second",
    "requestParameters.list.x, first, second"
  })
  void sigmaTakesTheFirst(String field, String first, String second) throws Exception {
    assertThat(sigma(field, first)).isTrue();
    assertThat(sigma(field, second)).isFalse();
  }

  @Test
  void ocsfTakesTheFirstAndKeepsTheOthers() throws Exception {
    String written =
        new String(
            new RecordWriter(RecordForm.OCSF, Shape.AS_IT_IS).write(subject()),
            StandardCharsets.UTF_8);
    assertThat(written)
        .contains("\"operation\":\"First\"")
        .contains("\"name\":\"first\"")
        .doesNotContain("\"operation\":\"Second\"", "\"name\":\"second\"")
        .doesNotContain("\"credential_uid\":\"AKIASECOND\"")
        .contains("\"eventName\":\"Second\"", "\"userIdentity.userName\":\"second\"")
        .contains("\"userIdentity.accessKeyId\":\"AKIASECOND\"");
  }

  @Test
  void aShapeSendsTheFirstAlone() throws Exception {
    Shape shape =
        new Shape(
            List.of(),
            List.of("userIdentity"),
            Map.of("eventName", "name"),
            Map.of("requestParameters.bucketName", new Redaction.Mask()),
            false);
    assertThat(
            new String(
                new RecordWriter(RecordForm.RECORD, shape).write(subject()),
                StandardCharsets.UTF_8))
        .contains("\"bucketName\":\"***\"", "\"name\":\"First\"", "\"deep\":{\"k\":\"first\"}")
        .contains("\"none\":null", "\"list\":[{\"x\":\"first\"}]")
        .doesNotContain("econd");
  }

  @Test
  void whatAFindingShowsIsTheFirst() {
    assertThat(FoundFacts.of(List.of(RECORD)).resources()).containsExactly("first");
  }

  @Test
  void theRecordIsGivenBackWhole() throws Exception {
    try (Lake lake = lake();
        QueryEngine engine = engine(lake);
        QueryAnswer answer = engine.ask("SELECT eventjson FROM events")) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.value(0)).isEqualTo(RECORD);
    }
    assertThat(
            new String(
                new RecordWriter(RecordForm.RECORD, Shape.AS_IT_IS).write(subject()),
                StandardCharsets.UTF_8))
        .isEqualTo(RECORD);
  }

  private Lake lake() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("a.json"), RECORD);
    Lake lake = Lake.open(folder.resolve("home"));
    ImportedLake.add(lake, files);
    return lake;
  }

  private static QueryEngine engine(Lake lake) {
    Path home = lake.home();
    return QueryEngine.open(
        new LakeFiles(lake),
        QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse"))));
  }

  private static boolean passes(String key, String condition) throws Exception {
    Predicate predicate = Condition.compile(Map.of(key, condition));
    return Matchers.compile(predicate).matches(subject());
  }

  private static boolean sigma(String field, String value) throws IOException {
    String rule =
        """
        title: Test
        logsource: {product: aws, service: cloudtrail}
        detection:
          sel:
            %s: %s
          condition: sel
        """
            .formatted(field, value);
    SigmaReader reader = new SigmaReader(Map.of());
    reader.add("r.yml", new ByteArrayInputStream(rule.getBytes(StandardCharsets.UTF_8)));
    RuleReading reading = reader.end();
    assertThat(reading.problems()).isEmpty();
    return new RuleSet(reading.sound()).scan().match(batch(), 0) > 0;
  }

  private static Subject subject() throws IOException {
    Subject subject = new Subject();
    subject.point(batch(), 0);
    return subject;
  }

  private static EventBatch batch() throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    new EventReader()
        .read(new ByteArrayInputStream(RECORD.getBytes(StandardCharsets.UTF_8)), batches::add);
    return batches.get(0);
  }
}
