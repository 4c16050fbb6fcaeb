package io.trailhouse.lake.findings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.durable.DurableFile;
import io.trailhouse.finding.Finding;
import io.trailhouse.lake.catalog.HomeLock;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The suppressions of a home folder: one JSON file, which each change replaces whole and forces to
/// the disk. Every process sees another's change with its next question. Safe for many threads.
public final class Suppressions {
  private static final JsonFactory JSON = new JsonFactory();

  /// A suppression under its number, which no later one gets again.
  public record Numbered(int number, Suppression suppression) {}

  private record Content(int next, List<Numbered> all) {}

  private static final Content EMPTY = new Content(1, List.of());

  private final Path home;
  private final Path file;
  private Content content = EMPTY;

  /// How the file looked when it was read; null when it was not there.
  private @Nullable String seen;

  private Suppressions(Path home) {
    this.home = home;
    this.file = home.resolve("suppressions.json");
  }

  /// Those of a home folder; reads nothing yet.
  public static Suppressions in(Path home) {
    return new Suppressions(home);
  }

  /// Adds one and answers it with its number.
  public synchronized Numbered add(Suppression suppression) {
    return HomeLock.in(
        home,
        () -> {
          Content now = content();
          Numbered added = new Numbered(now.next(), suppression);
          List<Numbered> all = new ArrayList<>(now.all());
          all.add(added);
          replace(new Content(now.next() + 1, List.copyOf(all)));
          return added;
        });
  }

  /// All of them, also those that have expired, in the order of their numbers.
  public synchronized List<Numbered> list() {
    return content().all();
  }

  /// Takes one away; false when no suppression has this number.
  public synchronized boolean remove(int number) {
    return HomeLock.in(
        home,
        () -> {
          Content now = content();
          List<Numbered> rest = now.all().stream().filter(each -> each.number() != number).toList();
          if (rest.size() == now.all().size()) {
            return false;
          }
          replace(new Content(now.next(), rest));
          return true;
        });
  }

  /// The first one that applies to a finding at a moment.
  public synchronized Optional<Suppression> of(Finding finding, Instant now) {
    return content().all().stream()
        .map(Numbered::suppression)
        .filter(each -> each.covers(finding, now))
        .findFirst();
  }

  private Content content() {
    try {
      String looks = looks();
      if (!Objects.equals(looks, seen)) {
        content = looks == null ? EMPTY : read();
        seen = looks;
      }
      return content;
    } catch (IOException | DateTimeException | NumberFormatException e) {
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the suppressions cannot be read: " + FileReason.ofAny(e),
          file.toString(),
          "Fix the file, or move it away: then nothing is suppressed",
          e);
    }
  }

  /// Changes whenever the file is replaced.
  private @Nullable String looks() throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Content read() throws IOException {
    List<Numbered> all = new ArrayList<>();
    int next = 1;
    try (JsonParser json = JSON.createParser(Files.readString(file))) {
      require(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isNext = json.currentName().equals("next");
        json.nextToken();
        if (isNext) {
          next = json.getIntValue();
        } else {
          require(json.currentToken(), JsonToken.START_ARRAY);
          while (json.nextToken() == JsonToken.START_OBJECT) {
            all.add(numbered(json));
          }
        }
      }
      require(json.currentToken(), JsonToken.END_OBJECT);
      if (json.nextToken() != null) {
        throw foreign();
      }
    }
    return new Content(next, List.copyOf(all));
  }

  private static Numbered numbered(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      texts.put(name, json.getText());
    }
    Suppression suppression =
        new Suppression(
            texts.getOrDefault("rule", ""),
            texts.getOrDefault("principal", ""),
            texts.getOrDefault("account", ""),
            Instant.parse(texts.getOrDefault("until", "")),
            texts.getOrDefault("reason", ""));
    return new Numbered(Integer.parseInt(texts.getOrDefault("number", "")), suppression);
  }

  private static void require(@Nullable JsonToken token, JsonToken wanted) throws IOException {
    if (token != wanted) {
      throw foreign();
    }
  }

  private static IOException foreign() {
    return new IOException("it is not the JSON that this program writes");
  }

  private void replace(Content now) {
    try {
      new DurableFile(file).write(json(now).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(Content now) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("next", now.next());
      json.writeArrayFieldStart("suppressions");
      for (Numbered each : now.all()) {
        json.writeStartObject();
        json.writeNumberField("number", each.number());
        json.writeStringField("rule", each.suppression().rule());
        json.writeStringField("principal", each.suppression().principal());
        json.writeStringField("account", each.suppression().account());
        json.writeStringField("until", each.suppression().until().toString());
        json.writeStringField("reason", each.suppression().reason());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
