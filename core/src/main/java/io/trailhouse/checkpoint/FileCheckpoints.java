package io.trailhouse.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.durable.DurableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Positions in a folder, one file a source. A file is replaced whole, so a crash leaves the old
/// one or the new one; one that somebody has damaged counts as none, which costs work and loses
/// nothing.
public final class FileCheckpoints implements CheckpointStore {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path folder;
  private final Map<String, Map<String, String>> known = new HashMap<>();

  /// @param folder made when needed
  public FileCheckpoints(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized List<Position> read(String source) throws IOException {
    return parts(source).entrySet().stream()
        .map(part -> new Position(part.getKey(), part.getValue()))
        .toList();
  }

  @Override
  public synchronized void advance(String source, Collection<Position> positions)
      throws IOException {
    Map<String, String> parts = parts(source);
    positions.forEach(position -> parts.put(position.part(), position.at()));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(content)) {
      json.writeStartObject();
      for (Map.Entry<String, String> part : parts.entrySet()) {
        json.writeStringField(part.getKey(), part.getValue());
      }
      json.writeEndObject();
    }
    new DurableFile(folder.resolve(fileName(source))).write(content.toByteArray());
  }

  private static String fileName(String source) {
    return source.replaceAll("[^A-Za-z0-9_-]", "_") + ".json";
  }

  private Map<String, String> parts(String source) throws IOException {
    Map<String, String> parts = known.get(source);
    if (parts == null) {
      parts = new TreeMap<>();
      Path file = folder.resolve(fileName(source));
      if (Files.exists(file)) {
        load(file, parts);
      }
      known.put(source, parts);
    }
    return parts;
  }

  private static void load(Path file, Map<String, String> parts) throws IOException {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String part = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          return;
        }
        parts.put(part, json.getText());
      }
    } catch (JsonParseException e) {
      parts.clear();
    }
  }
}
