package io.trailhouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// All log files below a folder, read once by other means than they were written.
record WrittenFiles(String sha256, List<String> keys, List<Copy> copies, List<String> problems) {

  /// One record of one file, as far as tests look at it.
  record Copy(String key, String eventId, Instant time, String account, Shared shared) {
    boolean ofOrganizationTrail() {
      return key.contains("/" + Account.ORGANIZATION + "/");
    }
  }

  /// What joins a record to others.
  record Shared(String category, @Nullable String sharedEventId, boolean delayed) {}

  private static final List<String> ALWAYS =
      List.of("eventVersion", "eventTime", "awsRegion", "eventID", "eventType", "eventCategory");
  private static final List<String> FOR_CALLS =
      List.of(
          "userIdentity",
          "eventSource",
          "eventName",
          "sourceIPAddress",
          "userAgent",
          "requestParameters",
          "responseElements",
          "readOnly",
          "managementEvent",
          "recipientAccountId");

  static WrittenFiles below(Path folder) throws IOException {
    WrittenFiles files =
        new WrittenFiles("", new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    MessageDigest digest = sha256Digest();
    ObjectMapper json = new ObjectMapper();
    for (String key : sorted(folder)) {
      byte[] bytes = gunzip(folder.resolve(key));
      digest.update(key.getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
      files.keys.add(key);
      for (JsonNode record : json.readTree(bytes).get("Records")) {
        files.look(key, record);
      }
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    return new WrittenFiles(hash, files.keys, files.copies, files.problems);
  }

  private void look(String key, JsonNode record) {
    for (String field : ALWAYS) {
      if (!record.path(field).isTextual()) {
        problems.add(key + ": " + field + " of " + record);
      }
    }
    String category = record.get("eventCategory").asText();
    boolean call = category.equals("Management") || category.equals("Data");
    for (String field : call ? FOR_CALLS : List.<String>of()) {
      if (!record.has(field)) {
        problems.add(key + ": no " + field + " in " + record);
      }
    }
    Shared shared =
        new Shared(category, record.path("sharedEventID").textValue(), record.has("addendum"));
    copies.add(
        new Copy(
            key,
            record.get("eventID").asText(),
            Instant.parse(record.get("eventTime").asText()),
            record.get("recipientAccountId").asText(),
            shared));
  }

  private static List<String> sorted(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static byte[] gunzip(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 65_536)) {
      return in.readAllBytes();
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
