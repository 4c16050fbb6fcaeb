package io.trailhouse.it;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Reads log files in the plainest way there is, to say what a table must hold in the end.
final class RawRecords {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private RawRecords() {}

  /// The different records of all log files below some folders, each in one spelling.
  static Set<String> distinct(Iterable<Path> folders) {
    Set<String> records = new TreeSet<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        read(file, records);
      }
    }
    return records;
  }

  static Iterable<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Path file, Set<String> into) {
    boolean packed = file.toString().endsWith(".gz");
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = packed ? new GZIPInputStream(raw) : raw) {
      readWhole(plain, into);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /// The records ahead of the first damage.
  private static void readWhole(InputStream plain, Set<String> into) throws IOException {
    try (JsonParser json = JSON.createParser(plain)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME && !json.currentName().equals("Records")) {
        json.nextToken();
        json.skipChildren();
      }
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        JsonNode record = json.readValueAsTree();
        into.add(spelling(record));
      }
    } catch (JsonProcessingException e) {
      // damaged on purpose
    }
  }

  static String spelling(String record) {
    try {
      return spelling(JSON.readTree(record));
    } catch (IOException e) {
      throw new UncheckedIOException(record, e);
    }
  }

  /// Keys in order, at every depth.
  private static String spelling(JsonNode node) {
    try {
      return JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(sorted(node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> object = new TreeMap<>();
      node.properties().forEach(member -> object.put(member.getKey(), sorted(member.getValue())));
      return object;
    }
    return node.isArray()
        ? Stream.iterate(0, i -> i < node.size(), i -> i + 1).map(i -> sorted(node.get(i))).toList()
        : node;
  }
}
