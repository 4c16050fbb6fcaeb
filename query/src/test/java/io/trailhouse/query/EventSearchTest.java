package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.TrailhouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Search and the story of an event: `docs/spec/sql.md`, clause SQL-10.
class EventSearchTest {
  @TempDir Path home;
  @TempDir Path files;
  private Lake lake;
  private QueryEngine engine;

  @BeforeEach
  void importEvents() throws Exception {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      records.add(
          """
          {"eventID":"0000000%d-aaaa-bbbb-cccc-000000000000","eventTime":"2026-05-01T0%d:00:00Z",\
          "eventSource":"s3.amazonaws.com","eventName":"%s","awsRegion":"eu-west-1",\
          "recipientAccountId":"111122223333","sourceIPAddress":"192.0.2.%d",\
          "userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:alice","accessKeyId":"ASIA%d",\
          "arn":"arn:aws:sts::111122223333:assumed-role/Admin/alice"},\
          "resources":[{"ARN":"arn:aws:s3:::Logs-%d"}],\
          "requestParameters":{"bucketName":"logs-%d","x_y":"50%%${z}","said":"\\"Hi %d\\""},"newField":"Needle%d"}\
          """
              .formatted(i, i, i % 2 == 0 ? "GetObject" : "PutObject", i, i / 3, i, i, i, i));
    }
    Files.writeString(files.resolve("a.json"), "{\"Records\":[" + String.join(",", records) + "]}");
    lake = Lake.open(home);
    ImportedLake.add(lake, files);
    QuerySettings settings =
        QuerySettings.of(home.resolve("tmp"), List.of(home.resolve("warehouse")));
    engine = QueryEngine.open(new LakeFiles(lake), settings);
  }

  @AfterEach
  void closeLake() {
    engine.close();
    lake.close();
  }

  /// What a record says goes into SQL as a text, whatever its characters.
  @Test
  void aTextMayHoldACharacterThatEndsAStatementForTheEngine() {
    String odd = "K\0x'\0\\${y}";
    String text = EventSearch.text(odd);
    try (QueryAnswer answer =
        engine.ask("SELECT " + text + " WHERE 'x' <> " + text + " AND length(" + text + ") = 10")) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.value(0)).isEqualTo(odd);
    }
  }

  @Test
  void findsATermInEveryColumnInAnyCaseNewestFirst() {
    assertThat(ids(List.of("arn:aws:s3:::logs-4"), Map.of())).containsExactly(4);
    assertThat(ids(List.of("NEEDLE7"), Map.of())).containsExactly(7);
    assertThat(ids(List.of("192.0.2.5"), Map.of())).containsExactly(5);
    assertThat(ids(List.of("\"hi 6\""), Map.of())).containsExactly(6);
    assertThat(ids(List.of("asia1"), Map.of())).containsExactly(5, 4, 3);
    assertThat(ids(List.of("putobject", "ASIA0"), Map.of())).containsExactly(1);
    assertThat(ids(List.of("50%${z}"), Map.of())).hasSize(9);
    assertThat(ids(List.of("${z}"), Map.of())).hasSize(9);
    assertThat(ids(List.of("it's"), Map.of())).isEmpty();
  }

  @Test
  void comparesFieldsWithStarsForAnything() {
    assertThat(ids(List.of(), Map.of("eventName", "putobject"))).containsExactly(7, 5, 3, 1);
    assertThat(ids(List.of(), Map.of("useridentity.accesskeyid", "ASIA2")))
        .containsExactly(8, 7, 6);
    assertThat(ids(List.of(), Map.of("requestParameters.bucketName", "logs-3"))).containsExactly(3);
    assertThat(ids(List.of(), Map.of("requestparameters.bucketName", "*-3"))).containsExactly(3);
    assertThat(ids(List.of(), Map.of("requestparameters.x_y", "50%*"))).hasSize(9);
    assertThat(ids(List.of(), Map.of("eventname", "Put_bject"))).isEmpty();
    assertThat(ids(List.of(), Map.of("resources", "*Logs-2*"))).containsExactly(2);
    assertThatThrownBy(() -> ids(List.of(), Map.of("evntname", "x")))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> assertThat(e.remedy()).isEqualTo("Did you mean eventname?"));
  }

  @Test
  void aTermMayNameAField() {
    assertThat(found("call:putobject")).containsExactly(7, 5, 3, 1);
    assertThat(found("CALL:Put*", "key:asia0")).containsExactly(1);
    assertThat(found("service:s3", "service:s3.amazonaws.com", "service:s*", "region:eu-west-1"))
        .hasSize(9);
    assertThat(found("service:ec2")).isEmpty();
    assertThat(found("account:111122223333", "requestParameters.bucketName:logs-4"))
        .containsExactly(4);
    assertThat(found("eventname:GetObject", "newField")).hasSize(5);
    assertThat(found("error:*")).isEmpty();
    assertThat(found("call:*")).hasSize(9);
  }

  @Test
  void whatNamesNoFieldIsAText() {
    assertThat(found("arn:aws:s3:::Logs-4")).containsExactly(4);
    assertThat(found(":")).hasSize(9);
    assertThat(found("nofield:x")).isEmpty();
    assertThat(found("AROAEXAMPLE:alice")).hasSize(9);
  }

  @Test
  void aPrincipalIsFoundByAnyOfItsNames() {
    for (String name :
        List.of(
            "arn:aws:sts::111122223333:assumed-role/Admin/alice",
            "*/alice",
            "Admin/alice",
            "AROAEXAMPLE:alice",
            "AROAEXAMPLE:*")) {
      assertThat(found("principal:" + name)).as(name).hasSize(9);
    }
    assertThat(found("principal:alic")).isEmpty();
  }

  @Test
  void anAddressMayBeABlockOfThem() {
    assertThat(found("address:192.0.2.5")).containsExactly(5);
    assertThat(found("address:192.0.2.4/30")).containsExactly(7, 6, 5, 4);
    assertThat(found("address:10.0.0.0/8")).isEmpty();
    assertThat(found("address:2001:db8::/32")).isEmpty();
  }

  @Test
  void whatIsExcludedLeavesEventsWithoutTheFieldIn() {
    assertThat(without("call:GetObject")).containsExactly(7, 5, 3, 1);
    assertThat(without("error:*")).hasSize(9);
    assertThat(without("error:AccessDenied")).hasSize(9);
    assertThat(without("address:192.0.2.0/29")).containsExactly(8);
    assertThat(without("Needle7")).hasSize(8).doesNotContain(7);
  }

  private List<Integer> found(String... words) {
    return ids(List.of(words), Map.of());
  }

  private List<Integer> without(String word) {
    return ids(new EventSearch(List.of(SearchTerm.word(word).negated()), null, null, 100));
  }

  @Test
  void staysWithinItsTimeAndNumber() {
    EventSearch search =
        new EventSearch(
            List.of(SearchTerm.word("alice")),
            LocalDateTime.parse("2026-05-01T02:00"),
            LocalDateTime.parse("2026-05-01T06:00"),
            3);
    assertThat(ids(search)).containsExactly(5, 4, 3);
  }

  @Test
  void tellsTheStoryOfAnEvent() {
    EventStory story = EventStory.of(engine, "00000004", 2);
    assertThat(story.records()).singleElement().asString().contains("\"newField\":\"Needle4\"");
    assertThat(story.session()).contains("assumed-role/Admin/alice");
    assertThat(story.around())
        .extracting(EventStory.Moment::asked)
        .containsExactly(false, false, true, false, false);
    assertThat(story.around())
        .extracting(m -> m.eventId().charAt(7))
        .containsExactly('2', '3', '4', '5', '6');
    assertThatThrownBy(() -> EventStory.of(engine, "no-such-event", 2))
        .hasMessageContaining("there is no event");
    assertThatThrownBy(() -> EventStory.of(engine, "0000000", 2))
        .hasMessageContaining("there is no event");
  }

  @Test
  void laysARecordOutWithoutDamage() {
    assertThat(
            PrettyJson.of(
                "{\"a\":1.50,\"b\":[],\"c\":\"\\u001b\\u202e\u202e\",\"d\":12345678901234567890123}"))
        .isEqualTo(
            """
            {
              "a": 1.50,
              "b": [ ],
              "c": "\\u001B\\u202e\\u202e",
              "d": 12345678901234567890123
            }\
            """);
  }

  private List<Integer> ids(List<String> terms, Map<String, String> fields) {
    List<SearchTerm> all = new ArrayList<>(terms.stream().map(SearchTerm::word).toList());
    fields.forEach((name, value) -> all.add(SearchTerm.field(name, value)));
    return ids(new EventSearch(all, null, null, 100));
  }

  private List<Integer> ids(EventSearch search) {
    List<Integer> ids = new ArrayList<>();
    try (QueryAnswer answer = search.run(engine, false)) {
      while (answer.next()) {
        ids.add(String.valueOf(answer.row().getLast()).charAt(7) - '0');
      }
    }
    return ids;
  }
}
