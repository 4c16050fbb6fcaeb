package io.trailhouse.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A folder that keeps whole files as they came, each beside a small JSON text that tells where it
/// is from. The quarantine is one, the digest files are another.
///
/// Names are the SHA-256 of the stored bytes, so a file that comes again is kept once. A file
/// stands in it completely or not at all.
public final class Shelf {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String CONTENT = ".file";
  private static final String CARD = ".json";

  private final Path folder;

  public Shelf(Path folder) {
    this.folder = folder;
  }

  /// A file on the shelf.
  ///
  /// @param content its bytes as they came
  /// @param reason why it is here; null for a file without flaws
  /// @param offset where its first flaw is, in uncompressed bytes
  public record Kept(
      Path content, String origin, String version, @Nullable String reason, long offset) {}

  void keep(Delivery delivery, ReadReport report) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "new-", ".part");
    String name;
    try {
      name = copy(delivery, part);
      Files.move(part, folder.resolve(name + CONTENT), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    writeCard(delivery, report, folder.resolve(name + CARD));
  }

  private static String copy(Delivery delivery, Path to) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = delivery.open();
        FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE);
        OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), sha256)) {
      in.transferTo(out);
      channel.force(true);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void writeCard(Delivery delivery, ReadReport report, Path card) throws IOException {
    Path part = Files.createTempFile(folder, "new-", ".part");
    try (OutputStream out = Files.newOutputStream(part);
        JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("origin", delivery.file().origin());
      json.writeStringField("version", delivery.file().version());
      if (!report.flaws().isEmpty()) {
        json.writeStringField("reason", report.flaws().get(0).problem());
        json.writeNumberField("offset", report.flaws().get(0).offset());
      }
      json.writeEndObject();
    }
    Files.move(part, card, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Everything on the shelf, in the order of origins.
  public List<Kept> list() throws IOException {
    List<Kept> kept = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return kept;
    }
    try (DirectoryStream<Path> cards = Files.newDirectoryStream(folder, "*" + CARD)) {
      for (Path card : cards) {
        kept.add(read(card));
      }
    }
    kept.sort(java.util.Comparator.comparing(Kept::origin));
    return kept;
  }

  private Kept read(Path card) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = JSON.createParser(card.toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        texts.put(key, json.getText());
      }
    }
    String name = card.getFileName().toString();
    return new Kept(
        folder.resolve(name.substring(0, name.length() - CARD.length()) + CONTENT),
        texts.getOrDefault("origin", name),
        texts.getOrDefault("version", ""),
        texts.get("reason"),
        Long.parseLong(texts.getOrDefault("offset", "0")));
  }

  /// Takes a file off the shelf for good.
  public void remove(Kept kept) throws IOException {
    String content = kept.content().getFileName().toString();
    String name = content.substring(0, content.length() - CONTENT.length());
    Files.deleteIfExists(folder.resolve(name + CARD));
    Files.deleteIfExists(kept.content());
  }
}
