package io.trailhouse.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.testkit.SignedTrail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The objects that a route has written, by their keys, and the events in them.
record RoutedObjects(Map<String, byte[]> contents) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// All files below a folder.
  static RoutedObjects in(Path folder) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      try {
        contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      } catch (NoSuchFileException e) {
        // an unfinished file has just got its name
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new RoutedObjects(contents);
  }

  /// By names alone, so that files may come and go meanwhile.
  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    String[] names = folder.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      Path below = folder.resolve(name);
      if (Files.isDirectory(below)) {
        files.addAll(files(below));
      } else {
        files.add(below);
      }
    }
    return files;
  }

  /// All objects of a bucket below a prefix.
  static RoutedObjects in(S3Client s3, String bucket, String prefix) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (S3Object each :
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents()) {
      contents.put(
          each.key(),
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(each.key())).asByteArray());
    }
    return new RoutedObjects(contents);
  }

  /// The same keys with the same bytes.
  boolean isSameAs(RoutedObjects other) {
    return contents.keySet().equals(other.contents.keySet())
        && contents.entrySet().stream()
            .allMatch(each -> Arrays.equals(each.getValue(), other.contents.get(each.getKey())));
  }

  /// Event ids, as often as they stand there.
  List<String> ids() {
    List<String> ids = new ArrayList<>();
    contents.forEach((key, content) -> {
      try {
        ids.addAll(key.endsWith(".parquet") ? ofParquet(content) : ofText(key, content));
      } catch (IOException e) {
        throw new UncheckedIOException(key, e);
      } catch (SQLException e) {
        throw new IllegalStateException(key, e);
      }
    });
    return ids;
  }

  private static List<String> ofText(String key, byte[] content) throws IOException {
    byte[] plain = key.endsWith(".gz") ? SignedTrail.unzipped(content) : content;
    String text = new String(plain, StandardCharsets.UTF_8);
    List<String> ids = new ArrayList<>();
    if (key.contains(".jsonl")) {
      for (String line : text.split("\n", -1)) {
        if (!line.isEmpty()) {
          ids.add(id(JSON.readTree(line)));
        }
      }
    } else {
      JSON.readTree(text).get("Records").forEach(record -> ids.add(id(record)));
    }
    return ids;
  }

  /// The event id of a record, or of the OCSF event that was made of it.
  static String id(JsonNode record) {
    JsonNode id = record.get("eventID");
    return id == null ? record.get("metadata").get("uid").textValue() : id.textValue();
  }

  private static List<String> ofParquet(byte[] content) throws IOException, SQLException {
    Path file = Files.createTempFile("route", ".parquet");
    List<String> ids = new ArrayList<>();
    Files.write(file, content);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT eventid FROM read_parquet('" + file + "')")) {
      while (found.next()) {
        ids.add(found.getString(1));
      }
    } finally {
      Files.delete(file);
    }
    return ids;
  }
}
