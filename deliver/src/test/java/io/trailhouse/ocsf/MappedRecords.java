package io.trailhouse.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventView;
import io.trailhouse.event.RecordJson;
import io.trailhouse.fixture.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Records as their readers see them, and their events as another JSON reader sees them: one that
/// refuses a name that is repeated.
final class MappedRecords {
  static final ObjectMapper JSON =
      JsonMapper.builder(RecordJson.FACTORY.copy())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final ObjectMapper STRICT =
      JSON.copy().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private MappedRecords() {}

  static List<EventView> views(byte[] text) {
    try (InputStream in = new ByteArrayInputStream(text)) {
      return views(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All records of all files of a sample set; of the examples in AWS's guides, what each line
  /// calls its record.
  static List<EventView> ofSet(String set) throws IOException {
    List<EventView> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SharedData.path(set))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          all.addAll(set.equals("awsdocs") ? examples(file) : views(in));
        }
      }
    }
    return all;
  }

  private static List<EventView> examples(Path file) throws IOException {
    List<EventView> views = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode record = json(line).path("record");
      if (record.has("eventVersion")) {
        views.addAll(views(record.toString().getBytes(StandardCharsets.UTF_8)));
      }
    }
    return views;
  }

  private static List<EventView> views(InputStream in) throws IOException {
    List<EventView> views = new ArrayList<>();
    new EventReader()
        .read(
            in,
            batch -> {
              for (int row = 0; row < batch.rows(); row++) {
                views.add(batch.view(row));
              }
            });
    return views;
  }

  static EventView view(String record) {
    List<EventView> views = views(record.getBytes(StandardCharsets.UTF_8));
    assertThat(views).as("records in %s", record).hasSize(1);
    return views.get(0);
  }

  /// The event that a record's text becomes.
  static JsonNode event(String record) {
    return event(view(record));
  }

  static JsonNode event(EventView view) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      try (JsonGenerator into = RecordJson.FACTORY.createGenerator(out)) {
        OcsfEvent.write(view, into);
      }
      return STRICT.readTree(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Dotted path to value for each leaf that is not null; empty objects and lists are leaves.
  static Map<String, JsonNode> leaves(JsonNode root) {
    Map<String, JsonNode> leaves = new TreeMap<>();
    addLeaves("", root, leaves);
    return leaves;
  }

  private static void addLeaves(String path, JsonNode node, Map<String, JsonNode> into) {
    if (node.isContainerNode() && !node.isEmpty()) {
      String prefix = path.isEmpty() ? "" : path + '.';
      if (node.isArray()) {
        for (int i = 0; i < node.size(); i++) {
          addLeaves(prefix + i, node.get(i), into);
        }
      } else {
        node.properties()
            .forEach(member -> addLeaves(prefix + member.getKey(), member.getValue(), into));
      }
    } else if (!node.isNull()) {
      into.put(path, node);
    }
  }

  /// Every attribute that the class requires, and the ones that go with one another.
  static void assertRequired(JsonNode event) {
    for (String number :
        List.of("activity_id", "category_uid", "class_uid", "severity_id", "time", "type_uid")) {
      assertThat(event.path(number).isIntegralNumber()).as(number).isTrue();
    }
    assertThat(event.at("/metadata/version").asText()).isEqualTo("1.1.0");
    assertThat(event.at("/metadata/product/name").asText()).isEqualTo("CloudTrail");
    assertThat(event.at("/cloud/provider").asText()).isEqualTo("AWS");
    assertThat(event.path("actor").isObject()).as("actor").isTrue();
    assertThat(event.at("/api/operation").isTextual()).as("api.operation").isTrue();
    assertThat(event.at("/api/request/uid").isTextual()).as("api.request.uid").isTrue();
    assertThat(event.path("src_endpoint").isObject()).as("src_endpoint").isTrue();
    boolean api = event.path("class_uid").asInt() == 6003;
    assertThat(event.path("user").isObject()).as("user").isEqualTo(!api);
    assertThat(event.path("type_uid").asInt())
        .isEqualTo(event.path("class_uid").asInt() * 100 + event.path("activity_id").asInt());
    for (String named : List.of("activity_name", "type_name", "class_name", "category_name")) {
      assertThat(event.path(named).asText()).as(named).isNotEmpty();
    }
    assertThat(event.path("status").asText())
        .isEqualTo(List.of("Unknown", "Success", "Failure").get(event.path("status_id").asInt()));
  }
}
