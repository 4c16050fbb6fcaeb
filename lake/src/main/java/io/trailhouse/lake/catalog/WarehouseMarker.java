package io.trailhouse.lake.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.durable.DurableFile;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whose a warehouse is: a file at its top with the id of the lake, which the catalog has as well,
/// the home folder of that catalog, and the ids of the tables. A catalog that does not know the
/// same lake has no business there.
///
/// @param lake the lake's id
/// @param home the home folder that used it last; it tells people, and copies, apart
/// @param tables the ids of the tables by their names
record WarehouseMarker(String lake, Path home, Map<String, String> tables) {
  static final String FILE = "lake.json";

  private static final JsonFactory JSON = new JsonFactory();

  WarehouseMarker {
    tables = Map.copyOf(tables);
  }

  static Path in(Path warehouse) {
    return warehouse.resolve(FILE);
  }

  /// The marker of a warehouse; null when it has none.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when it cannot be read
  static @Nullable WarehouseMarker read(Path warehouse) {
    Path file = in(warehouse);
    try {
      return Files.exists(file) ? parsed(Files.readString(file)) : null;
    } catch (IOException | IllegalArgumentException e) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the file that says whose this warehouse is cannot be read: " + FileReason.ofAny(e),
          file.toString(),
          "Put it back from a backup; or move it away, and it is made anew from catalog and tables"
              + " when these agree",
          e);
    }
  }

  private static WarehouseMarker parsed(String text) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    Map<String, String> tables = new TreeMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      Map<String, String> into = texts;
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        switch (token) {
          case START_OBJECT -> into = ++depth == 1 ? texts : tables;
          case END_OBJECT -> into = --depth == 1 ? texts : tables;
          case VALUE_STRING -> into.put(json.currentName(), json.getText());
          default -> {}
        }
      }
    }
    String lake = texts.get("lake");
    String home = texts.get("home");
    if (lake == null || home == null) {
      throw new IOException("it names no lake");
    }
    return new WarehouseMarker(lake, Path.of(home), tables);
  }

  /// Replaces the marker of a warehouse; it has reached the disk when this returns.
  void write(Path warehouse) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("lake", lake);
      json.writeStringField("home", home.toString());
      json.writeObjectFieldStart("tables");
      for (Map.Entry<String, String> table : new TreeMap<>(tables).entrySet()) {
        json.writeStringField(table.getKey(), table.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
      json.flush();
      new DurableFile(in(warehouse)).write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Causes.unchecked(e, in(warehouse).toString());
    }
  }

  WarehouseMarker ofHome(Path other) {
    return new WarehouseMarker(lake, other, tables);
  }

  WarehouseMarker with(String table, String id) {
    Map<String, String> more = new TreeMap<>(tables);
    more.put(table, id);
    return new WarehouseMarker(lake, home, more);
  }
}
