package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.RecordJson;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.ocsf.OcsfEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OcsfParquetTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void everyEventComesBackEqualFromTheColumns() throws Exception {
    List<byte[]> events = events();
    assertThat(events).hasSizeGreaterThan(2000);
    Path file = folder.resolve("events.parquet");
    byte[] bytes = OcsfParquet.encode(events, folder.resolve("scratch"));
    assertThat(OcsfParquet.encode(events, folder.resolve("scratch"))).isEqualTo(bytes);
    Files.write(file, bytes);
    int row = 0;
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = engine.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT to_json(e) FROM read_parquet('" + file + "') AS e")) {
      while (rows.next()) {
        JsonNode back = withoutNulls(JSON.readTree(rows.getString(1)));
        JsonNode sent = withoutNulls(JSON.readTree(events.get(row++)));
        assertThat(back).isEqualTo(sent);
      }
    }
    assertThat(row).isEqualTo(events.size());
    try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  /// A column without a value is null where JSON leaves the member out, and so is all below it.
  private static JsonNode withoutNulls(JsonNode node) {
    if (node.isObject()) {
      var copy = JSON.createObjectNode();
      node.properties()
          .forEach(each -> {
            JsonNode value = withoutNulls(each.getValue());
            boolean nothing = value.isNull() || (value.isObject() && value.isEmpty());
            if (!nothing) {
              copy.set(each.getKey(), value);
            }
          });
      return copy;
    }
    if (node.isArray()) {
      var copy = JSON.createArrayNode();
      node.forEach(each -> copy.add(withoutNulls(each)));
      return copy;
    }
    return node.isNumber() ? JSON.getNodeFactory().numberNode(node.longValue()) : node;
  }

  private static List<byte[]> events() throws Exception {
    List<byte[]> events = new ArrayList<>();
    EventReader reader = new EventReader();
    for (String set : List.of("stratus-red-team", "traildiscover", "invictus-ir")) {
      try (Stream<Path> files = Files.walk(SharedData.path(set))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            reader.read(in, batch -> add(batch, events));
          }
        }
      }
    }
    return events;
  }

  private static void add(EventBatch batch, List<byte[]> events) {
    for (int row = 0; row < batch.rows(); row++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JsonGenerator json = RecordJson.FACTORY.createGenerator(bytes)) {
        OcsfEvent.write(batch.view(row), json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      events.add(bytes.toByteArray());
    }
  }
}
