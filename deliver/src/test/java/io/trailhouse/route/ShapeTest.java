package io.trailhouse.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.event.EventBatch;
import io.trailhouse.fixture.MemoryStream;
import io.trailhouse.match.Subject;
import io.trailhouse.stream.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void fieldsAreChosenDroppedAndRenamedThroughLists() throws Exception {
    String record = "{'a':1,'b':{'c':2,'d':3},'l':[{'x':1,'y':2},{'y':3}]}";
    assertThat(
            shaped(
                record,
                new Shape(List.of("a", "b.c", "l.y"), List.of(), Map.of(), Map.of(), false)))
        .isEqualTo("{'a':1,'b':{'c':2},'l':[{'y':2},{'y':3}]}");
    assertThat(
            shaped(
                record,
                new Shape(List.of(), List.of("b", "l.x", "z.q"), Map.of(), Map.of(), false)))
        .isEqualTo("{'a':1,'l':[{'y':2},{'y':3}]}");
    assertThat(
            shaped(record, new Shape(List.of(), List.of("l"), Map.of("b.c", "e"), Map.of(), false)))
        .isEqualTo("{'a':1,'b':{'d':3,'e':2}}");
  }

  @Test
  void redactedValuesAreMaskedOrStayComparable() throws Exception {
    Shape shape =
        new Shape(
            List.of(),
            List.of(),
            Map.of(),
            Map.of("u.name", new Redaction.Hash("k"), "ip", new Redaction.Mask()),
            false);
    String one = shaped("{'u':{'name':'eve'},'ip':'10.0.0.1','n':null}", shape);
    String two = shaped("{'u':{'name':'eve'},'ip':'10.0.0.2','n':null}", shape);
    String three = shaped("{'u':{'name':'adam'},'ip':null,'n':null}", shape);
    assertThat(one).isEqualTo(two).contains("'ip':'***'").doesNotContain("eve");
    assertThat(three).contains("'ip':null").isNotEqualTo(one);
    assertThat(one).matches("\\{'u':\\{'name':'[0-9a-f]{32}'},'ip':'\\*\\*\\*','n':null}");
  }

  @Test
  void secretsThatCloudTrailLeavesAreMaskedAndTheRestIsNot() throws Exception {
    Shape shape = new Shape(List.of(), List.of(), Map.of(), Map.of(), true);
    String token = "IQoJb3JpZ2luX2VjEBYaCXVzLWVhc3QtMSJHMEUCIQ" + "A".repeat(60);
    String masked =
        shaped(
            ("{'responseElements':{'credentials':{'accessKeyId':'ASIAX','sessionToken':'%s'}},"
                    + "'requestParameters':{'masterUserPassword':'hunter2hunter2','userData':'IyEvYmlu','note':'token"
                    + " %s end','url':'https://u:p4ss@host/x','cmd':'mysql password=abcdef1 -h x',"
                    + "'passwordResetRequired':true,'password':'HIDDEN_DUE_TO_SECURITY_REASONS'}}")
                .formatted(token, token),
            shape);
    assertThat(masked)
        .doesNotContain("hunter2", "IyEvYmlu", "p4ss", "abcdef1", "IQoJ")
        .contains(
            "ASIAX", "'note':'token *** end'", "https://***@host/x", "mysql password=*** -h x")
        .contains("'passwordResetRequired':true", "HIDDEN_DUE_TO_SECURITY_REASONS");
  }

  @Test
  void keysHoldHostileTextInItsPlace() {
    KeyTemplate template =
        KeyTemplate.of("!{timestamp:yyyy}/!{eventName}/!{account}/!{userIdentity.type}/");
    Subject subject = new Subject();
    subject.point(
        record("\"eventName\":\"../../x\\u0000 y\",\"userIdentity\":{\"type\":\"..\"}"), 0);
    String key =
        template.of(
            new KeyTemplate.Event(subject, Instant.parse("2026-05-01T08:00:00Z"), "r", "q", ""));
    assertThat(key).isEqualTo("2026/%2E.%2F..%2Fx%00%20y/unknown/%2E./");
  }

  private static EventBatch record(String members) {
    MemoryStream stream = new MemoryStream();
    stream.commit(List.of("{\"eventVersion\":\"1.11\",\"eventID\":\"1\"," + members + "}"));
    return Objects.requireNonNull(stream.from(new StreamPosition(0, 0))).events();
  }

  @Test
  void mistakesInTemplatesAreTold() {
    assertThatThrownBy(() -> KeyTemplate.of("a/!{timestamp:QQQQQQQQ}/"))
        .hasMessageContaining("no pattern of a time");
    assertThatThrownBy(() -> KeyTemplate.of("a/!{x")).hasMessageContaining("without its }");
    assertThatThrownBy(() -> KeyTemplate.of("!{trailhouse:what}/"))
        .hasMessageContaining("there are random-string, route and reason");
    assertThatThrownBy(() -> KeyTemplate.of("!{a b}/")).hasMessageContaining("nor a field");
    assertThatThrownBy(() -> KeyTemplate.of("/a")).hasMessageContaining("may not begin with /");
  }

  private static String shaped(String record, Shape shape) throws Exception {
    ObjectNode node = (ObjectNode) JSON.readTree(record.replace('\'', '"'));
    return new String(JSON.writeValueAsBytes(shape.apply(node)), StandardCharsets.UTF_8)
        .replace('"', '\'');
  }
}
