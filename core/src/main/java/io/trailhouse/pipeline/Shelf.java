package io.trailhouse.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.checkpoint.Bookmark;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.Delivery;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.StandardInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A folder that keeps whole files as they came, each beside a card: a small JSON text that tells
/// where it is from. The quarantine is one, the digest files are another.
///
/// Content is named by the SHA-256 of its bytes, a card by that and its origin: a file that comes
/// again is kept once, and one content that came from two places has two cards. A file stands in it
/// completely or not at all. For several threads at once.
public final class Shelf {
  /// What follows a version in the ledger when a file is read from the shelf.
  static final String RETRY = "+retry-";

  private static final JsonFactory JSON = new JsonFactory();
  private static final String CONTENT = ".file";
  private static final String CARD = ".json";

  /// What stands before the names of metadata on a card, as in S3's own headers.
  private static final String METADATA = "x-amz-meta-";

  private static final int HASH_LENGTH = 64;
  private static final int ORIGIN_LENGTH = 16;
  private static final int ID_CONTENT = 12;
  private static final int ID_ORIGIN = 6;

  private final Path folder;
  private final Supplier<Path> scratch;
  private final Map<String, String> archives = new ConcurrentHashMap<>();
  private @Nullable Set<String> origins;

  /// @param scratch gives a folder of the same disk for files that are not whole yet; whoever gives
  ///   it removes what a killed process leaves there
  public Shelf(Path folder, Supplier<Path> scratch) {
    this.folder = folder;
    this.scratch = scratch;
  }

  /// A file on the shelf.
  ///
  /// @param content its bytes as they came
  /// @param version the version of the file that the content is of
  /// @param entry the file's name in the content, when that is the archive around it
  /// @param reason why it is here; null for a file without flaws
  /// @param offset where its first flaw is, in uncompressed bytes
  /// @param records how many of its records could be read
  /// @param flaws how many flaws were found
  /// @param metadata what its store kept beside the bytes, such as a digest's signature
  public record Kept(
      Path content,
      Path card,
      String origin,
      String version,
      Instant deliveredAt,
      @Nullable String entry,
      @Nullable String reason,
      long offset,
      long records,
      long flaws,
      Map<String, String> metadata) {
    /// What people call it by: the start of its content's SHA-256 and of its origin's.
    public String id() {
      String name = card.getFileName().toString();
      int origin = HASH_LENGTH + 1;
      return name.length() < origin + ID_ORIGIN
          ? name
          : name.substring(0, ID_CONTENT) + name.substring(origin, origin + ID_ORIGIN);
    }

    /// Why it is here, for people.
    public String why() {
      return reason == null ? "it holds no event records" : reason;
    }

    /// The SHA-256 of the content as lower-case hex.
    public String sha256() {
      return content.getFileName().toString().substring(0, HASH_LENGTH);
    }
  }

  void keep(Delivery delivery, ReadReport report) throws IOException {
    Bookmark.makeFolder(folder);
    LogFile file = delivery.file();
    Path part = Files.createTempFile(scratch.get(), "new-", ".part");
    try {
      Delivery.Holder holder = delivery.holder();
      String sha256 = holder == null ? copy(delivery, part) : smaller(delivery, holder, part);
      String entry = null;
      if (sha256 == null && holder != null) {
        entry = holder.entry();
        sha256 = archive(holder, file.version(), part);
      }
      String card = sha256 + '-' + hash(file.origin()).substring(0, ORIGIN_LENGTH) + CARD;
      synchronized (this) {
        if (entry == null || !Files.exists(folder.resolve(sha256 + CONTENT))) {
          Files.move(part, folder.resolve(sha256 + CONTENT), StandardCopyOption.ATOMIC_MOVE);
        }
        writeCard(delivery, report, entry, folder.resolve(card));
        if (origins != null) {
          origins.add(file.origin());
        }
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String copy(Delivery delivery, Path to) throws IOException {
    try (InputStream in = delivery.open()) {
      return String.valueOf(copy(in, to, Long.MAX_VALUE));
    }
  }

  /// Copies a file out of an archive; null when it is so large that the archive has to be kept.
  private static @Nullable String smaller(Delivery delivery, Delivery.Holder holder, Path to)
      throws IOException {
    if (holder.most() <= 0) {
      return null;
    }
    try (InputStream in = delivery.open()) {
      return copy(in, to, holder.most());
    }
  }

  /// Copies an archive, unless that has been done for another file in it.
  private String archive(Delivery.Holder holder, String version, Path to) throws IOException {
    String name = holder.archive().toString() + '\n' + version;
    String known = archives.get(name);
    if (known != null && Files.exists(folder.resolve(known + CONTENT))) {
      return known;
    }
    try (InputStream in = Files.newInputStream(holder.archive())) {
      String sha256 = String.valueOf(copy(in, to, Long.MAX_VALUE));
      archives.put(name, sha256);
      return sha256;
    }
  }

  private static @Nullable String copy(InputStream in, Path to, long most) throws IOException {
    MessageDigest sha256 = sha256();
    try (FileChannel channel =
            FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), sha256)) {
      byte[] buffer = new byte[1 << 16];
      long copied = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        copied += count;
        if (copied > most) {
          return null;
        }
        out.write(buffer, 0, count);
      }
      channel.force(true);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void writeCard(Delivery delivery, ReadReport report, @Nullable String entry, Path card)
      throws IOException {
    LogFile file = delivery.file();
    Path part = Files.createTempFile(scratch.get(), "new-", ".part");
    try (OutputStream out = Files.newOutputStream(part);
        JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("origin", file.origin());
      json.writeStringField("version", first(file.version()));
      json.writeStringField("delivered_at", file.deliveredAt().toString());
      if (entry != null) {
        json.writeStringField("entry", entry);
      }
      json.writeNumberField("records", report.records());
      json.writeNumberField("flaws", report.flaws().size());
      if (!report.flaws().isEmpty()) {
        json.writeStringField("reason", report.flaws().get(0).problem());
        json.writeNumberField("offset", report.flaws().get(0).offset());
      }
      for (Map.Entry<String, String> each : delivery.metadata().entrySet()) {
        json.writeStringField(METADATA + each.getKey(), each.getValue());
      }
      json.writeEndObject();
    }
    Files.move(part, card, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String first(String version) {
    int retry = version.indexOf(RETRY);
    return retry < 0 ? version : version.substring(0, retry);
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
    kept.sort(Comparator.comparing(Kept::origin).thenComparing(Kept::sha256));
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
        folder.resolve(name.substring(0, Math.min(HASH_LENGTH, name.length())) + CONTENT),
        card,
        texts.getOrDefault("origin", name),
        texts.getOrDefault("version", ""),
        Instant.parse(texts.getOrDefault("delivered_at", Instant.EPOCH.toString())),
        texts.get("entry"),
        texts.get("reason"),
        Long.parseLong(texts.getOrDefault("offset", "0")),
        Long.parseLong(texts.getOrDefault("records", "0")),
        Long.parseLong(texts.getOrDefault("flaws", "0")),
        metadata(texts));
  }

  private static Map<String, String> metadata(Map<String, String> texts) {
    Map<String, String> metadata = new HashMap<>();
    texts.forEach((key, text) -> {
      if (key.startsWith(METADATA)) {
        metadata.put(key.substring(METADATA.length()), text);
      }
    });
    return metadata;
  }

  /// Takes a file off the shelf for good.
  public synchronized void remove(Kept kept) throws IOException {
    Files.deleteIfExists(kept.card());
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(folder, kept.sha256() + "-*" + CARD)) {
      if (!others.iterator().hasNext()) {
        Files.deleteIfExists(kept.content());
      }
    }
  }

  /// Takes off what was kept of earlier, damaged versions of a file, now that this version of it
  /// stands in the sink completely. Nothing happens while this very version is on the shelf.
  synchronized void settle(LogFile file) throws IOException {
    boolean ofAPlace = !file.origin().equals(StandardInput.ORIGIN) && file.size() != 0;
    if (!ofAPlace || file.version().contains(RETRY) || !origins().contains(file.origin())) {
      return;
    }
    List<Kept> earlier = list();
    earlier.removeIf(kept -> !kept.origin().equals(file.origin()));
    if (earlier.stream().noneMatch(kept -> kept.version().equals(file.version()))) {
      for (Kept kept : earlier) {
        remove(kept);
      }
      origins().remove(file.origin());
    }
  }

  private Set<String> origins() throws IOException {
    if (origins == null) {
      origins = new HashSet<>();
      for (Kept kept : list()) {
        origins.add(kept.origin());
      }
    }
    return origins;
  }
}
