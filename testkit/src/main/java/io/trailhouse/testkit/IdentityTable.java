package io.trailhouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.FileFacts;
import io.trailhouse.source.LogFileName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Records with the one right answer each to who acted, when and in which account, for every test
/// of something that asks.
public final class IdentityTable {
  /// When the log files of all of them were delivered: what stands in for a time.
  public static final Instant DELIVERED = Instant.parse("2026-05-01T09:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private IdentityTable() {}

  /// One record.
  ///
  /// @param file the key of its log file; empty where that tells nothing
  /// @param written when it happened as it says itself; empty when it does not
  public record Case(String name, String file, String record, JsonNode want, String written) {
    /// The right answer to one question; empty for nobody and nothing.
    public String want(String question) {
      return want.path(question).asText();
    }

    /// When it happened, or what stands in for that.
    public Instant time() {
      return written.isEmpty() ? DELIVERED : Instant.parse(written);
    }

    /// The record as a reader gives it, with what its log file tells.
    public EventBatch batch() {
      List<EventBatch> batches = new ArrayList<>();
      try {
        byte[] text = ("[" + record + "]").getBytes(StandardCharsets.UTF_8);
        new EventReader().read(new ByteArrayInputStream(text), batches::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return batches.get(0).of(new FileFacts(LogFileName.of(file).account(), DELIVERED));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// All of them.
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(IdentityTable.class.getResourceAsStream("identities.jsonl"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        JsonNode node = JSON.readTree(line);
        String record = node.get("record").toString();
        JsonNode want = node.get("want");
        String time = want.path("time").asText();
        cases.add(
            new Case(node.get("name").asText(), node.path("file").asText(), record, want, time));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  /// Writes each as a log file of its own.
  public static void write(Path folder) throws IOException {
    int number = 0;
    for (Case each : cases()) {
      String name = each.file().isEmpty() ? "case.json" : each.file().replace(".gz", "");
      Path file = folder.resolve("c" + number++).resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, "{\"Records\":[" + each.record() + "]}");
      Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(DELIVERED));
    }
  }
}
