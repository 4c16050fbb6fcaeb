package io.trailhouse.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.trailhouse.durable.DurableFile;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Searches and statements that people keep under a title, for all who may ask this home. They
/// stand in `page/saved.json` of the home folder, which is replaced whole. For any number of
/// threads of the one process that serves the home.
public final class SavedService {
  private static final int MOST = 1000;
  private static final int MOST_TITLE = 200;
  private static final int MOST_TEXT = 100 * 1024;
  private static final long MOST_BYTES = 32L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final DurableFile file;
  private final InstantSource clock;

  /// What is kept.
  public enum Kind {
    SEARCH,
    SQL;

    /// The word as the page has it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The kind that a word names; null when it names none.
    public static @Nullable Kind named(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      return null;
    }
  }

  /// Something kept.
  ///
  /// @param by who has kept it
  public record Saved(String id, String title, Kind kind, String text, String by, Instant at) {}

  /// @param home the home folder
  public SavedService(Path home, InstantSource clock) {
    this.path = home.resolve("page").resolve("saved.json");
    this.file = new DurableFile(path);
    this.clock = clock;
  }

  /// All, in the order in which they were kept.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when the file cannot be read
  public synchronized List<Saved> all() {
    try {
      if (Files.exists(path) && Files.size(path) > MOST_BYTES) {
        throw unreadable("it is larger than this program ever writes it", null);
      }
      byte[] bytes = file.read();
      List<Saved> all = new ArrayList<>();
      if (bytes != null) {
        for (JsonNode each : JSON.readTree(bytes).path("saved")) {
          all.add(read(each));
        }
      }
      return all;
    } catch (IOException | DateTimeParseException e) {
      throw unreadable("it cannot be read: " + Causes.words(e), e);
    }
  }

  private Saved read(JsonNode saved) {
    Kind kind = Kind.named(saved.path("kind").asText());
    if (kind == null) {
      throw unreadable("it has something of a kind that this version does not know", null);
    }
    return new Saved(
        saved.path("id").asText(),
        saved.path("title").asText(),
        kind,
        saved.path("text").asText(),
        saved.path("by").asText(),
        Instant.parse(saved.path("at").asText()));
  }

  private TrailhouseException unreadable(String problem, @Nullable Throwable cause) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        problem,
        path.toString(),
        "Put it back from a copy, or remove it and what was kept with it",
        cause);
  }

  /// Keeps something; answers its id.
  ///
  /// @throws TrailhouseException with WRONG_USE for an empty or long title or text, or when very
  ///   many are kept
  public synchronized String save(String title, Kind kind, String text, String by) {
    String named = title.strip();
    require(!named.isEmpty(), "there is no title", "title", "Give it one that others understand");
    require(
        named.length() <= MOST_TITLE,
        "the title has more than " + MOST_TITLE + " characters",
        "title",
        "Shorten it");
    require(!text.isBlank(), "there is no text", "text", "Give what is to be kept");
    require(
        text.getBytes(StandardCharsets.UTF_8).length <= MOST_TEXT,
        "the text has more than " + MOST_TEXT + " bytes",
        "text",
        "Shorten it");
    List<Saved> all = all();
    require(
        all.size() < MOST,
        Counted.format("%,d are kept, which is as many as there may be", all.size()),
        path.toString(),
        "Forget one first");
    String id = UUID.randomUUID().toString();
    all.add(new Saved(id, named, kind, text, by, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    write(all);
    return id;
  }

  private static void require(boolean holds, String problem, String place, String remedy) {
    if (!holds) {
      throw new TrailhouseException(Code.WRONG_USE, problem, place, remedy);
    }
  }

  /// Keeps something no more.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is none of this id
  public synchronized void forget(String id) {
    List<Saved> all = all();
    if (!all.removeIf(each -> each.id().equals(id))) {
      throw new TrailhouseException(
          Code.NOT_FOUND, "nothing is kept under this id", id, "Look at the list again");
    }
    write(all);
  }

  private void write(List<Saved> all) {
    ArrayNode list = JSON.createArrayNode();
    for (Saved each : all) {
      list.addObject()
          .put("id", each.id())
          .put("title", each.title())
          .put("kind", each.kind().word())
          .put("text", each.text())
          .put("by", each.by())
          .put("at", each.at().toString());
    }
    try {
      file.write(JSON.writeValueAsBytes(JSON.createObjectNode().set("saved", list)));
    } catch (IOException e) {
      throw Causes.unchecked(e, path.toString());
    }
  }
}
