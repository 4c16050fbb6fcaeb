package io.trailhouse.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the cards of a [QuarantineStore].
final class QuarantineCard {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NAME =
      Pattern.compile(
          "[0-9a-f]{%d}-[0-9a-f]{%d}\\.json"
              .formatted(QuarantineStore.HASH_LENGTH, QuarantineStore.ORIGIN_LENGTH));

  private QuarantineCard() {}

  /// @throws IOException when it is none, or says anything that means nothing
  static QuarantineStore.Kept read(Path card) throws IOException {
    String name = card.getFileName().toString();
    if (!NAME.matcher(name).matches()) {
      throw new IOException("it has no name of a card");
    }
    Map<String, String> texts = texts(card);
    try {
      return new QuarantineStore.Kept(
          card.resolveSibling(
              name.substring(0, QuarantineStore.HASH_LENGTH) + QuarantineStore.CONTENT),
          card,
          required(texts, "origin"),
          required(texts, "version"),
          Instant.parse(required(texts, "delivered_at")),
          texts.get("entry"),
          texts.get("reason"),
          number(texts.get("offset")),
          number(required(texts, "records")),
          number(required(texts, "flaws")),
          metadata(texts));
    } catch (DateTimeException | NumberFormatException e) {
      throw new IOException("a time or number in it is not valid", e);
    }
  }

  private static Map<String, String> texts(Path card) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (InputStream in = Files.newInputStream(card);
        JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it holds no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        if (!json.nextToken().isScalarValue()) {
          throw new IOException("its " + key + " is no text or number");
        }
        texts.put(key, json.getText());
      }
    }
    return texts;
  }

  private static String required(Map<String, String> texts, String key) throws IOException {
    String text = texts.get(key);
    if (text == null) {
      throw new IOException("it does not say its " + key);
    }
    return text;
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  private static Map<String, String> metadata(Map<String, String> texts) {
    Map<String, String> metadata = new HashMap<>();
    texts.forEach((key, text) -> {
      if (key.startsWith(QuarantineStore.METADATA)) {
        metadata.put(key.substring(QuarantineStore.METADATA.length()), text);
      }
    });
    return metadata;
  }

  /// The SHA-256 of a file's bytes as lower-case hex.
  static String hashOf(Path file) throws IOException {
    MessageDigest sha256 = QuarantineStore.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
