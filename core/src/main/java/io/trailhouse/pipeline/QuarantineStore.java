package io.trailhouse.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.durable.Folders;
import io.trailhouse.durable.PartFile;
import io.trailhouse.event.DamagedBytesException;
import io.trailhouse.event.ReadReport;
import io.trailhouse.problem.FileReason;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.SourceFile;
import io.trailhouse.source.StandardInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
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
public final class QuarantineStore {
  /// What follows a version in the ledger when a file is read from the quarantine.
  static final String RETRY = "+retry-";

  /// What follows a version in the ledger when a file is read though it is known.
  static final String AGAIN = "+again-";

  private static final JsonFactory JSON = new JsonFactory();
  static final String CONTENT = ".file";
  private static final String CARD = ".json";

  /// What stands before the names of metadata on a card, as in S3's own headers.
  static final String METADATA = "x-amz-meta-";

  static final int HASH_LENGTH = 64;
  static final int ORIGIN_LENGTH = 16;

  private final Path folder;
  private final Supplier<Path> scratch;
  private final Map<String, String> archives = new ConcurrentHashMap<>();

  /// Why each version of each origin is here; null before anybody has asked.
  private @Nullable Map<String, Map<String, String>> reasons;

  /// @param scratch gives a folder of the same disk for files that are not whole yet; whoever gives
  ///   it removes what a killed process leaves there
  public QuarantineStore(Path folder, Supplier<Path> scratch) {
    this.folder = folder;
    this.scratch = scratch;
  }

  /// A kept file.
  ///
  /// @param content its bytes as they came
  /// @param version the version of the file that the content is of
  /// @param entry the file's name in the content, when that is the archive around it; empty when
  ///   the file is the archive
  /// @param reason why it is here; null for a file without problems
  /// @param offset where its first problem is, in uncompressed bytes
  /// @param records how many of its records could be read
  /// @param problems how many problems were found
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
      long problems,
      Map<String, String> metadata) {
    private static final int ID_CONTENT = 12;
    private static final int ID_ORIGIN = 6;

    /// What is wrong with the kept copy, for people; null when it is what was kept.
    public @Nullable String loss() {
      try {
        return QuarantineCard.hashOf(content).equals(sha256())
            ? null
            : "its kept copy was altered: the SHA-256 of its bytes is not that in its name";
      } catch (NoSuchFileException e) {
        return "its kept copy is gone";
      } catch (IOException e) {
        return "its kept copy cannot be read: " + FileReason.of(e);
      }
    }

    /// What people call it by: the start of its content's SHA-256 and of its origin's.
    public String id() {
      String name = card.getFileName().toString();
      int origin = HASH_LENGTH + 1;
      return name.substring(0, ID_CONTENT) + name.substring(origin, origin + ID_ORIGIN);
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

  /// A folder on the quarantine's disk for what is not needed for long.
  Path scratch() {
    return scratch.get();
  }

  void keep(SourceFile delivery, ReadReport report) throws IOException {
    Folders.make(folder);
    LogFile file = delivery.file();
    Path part = Files.createTempFile(scratch.get(), "new-", ".part");
    try {
      SourceFile.Holder holder = delivery.holder();
      String sha256 = holder == null ? copy(delivery, part) : smaller(delivery, holder, part);
      String entry = null;
      if (sha256 == null && holder != null) {
        entry = holder.entry();
        sha256 = archive(holder, file.version(), part);
      }
      String card = sha256 + '-' + hash(file.origin()).substring(0, ORIGIN_LENGTH) + CARD;
      synchronized (this) {
        if (entry == null || !Files.exists(folder.resolve(sha256 + CONTENT))) {
          PartFile.place(part, folder.resolve(sha256 + CONTENT));
        }
        writeCard(delivery, report, entry, folder.resolve(card));
        if (reasons != null) {
          note(reasons, QuarantineCard.read(folder.resolve(card)));
        }
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String copy(SourceFile delivery, Path to) throws IOException {
    try (InputStream in = delivery.open()) {
      return String.valueOf(copy(in, to, Long.MAX_VALUE));
    }
  }

  /// Copies a file out of an archive; null when it is so large, or the archive so damaged in it,
  /// that the archive has to be kept.
  private static @Nullable String smaller(SourceFile delivery, SourceFile.Holder holder, Path to)
      throws IOException {
    if (holder.most() <= 0) {
      return null;
    }
    try (InputStream in = delivery.open()) {
      return copy(in, to, holder.most());
    } catch (DamagedBytesException e) {
      return null;
    }
  }

  /// Copies an archive, unless that has been done for another file in it.
  private String archive(SourceFile.Holder holder, String version, Path to) throws IOException {
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
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), sha256)) {
      byte[] buffer = new byte[1 << 16];
      long copied = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        copied += count;
        if (copied > most) {
          return null;
        }
        out.write(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void writeCard(SourceFile delivery, ReadReport report, @Nullable String entry, Path card)
      throws IOException {
    LogFile file = delivery.file();
    try (PartFile part = PartFile.open(Files.createTempFile(scratch.get(), "new-", ".part"))) {
      try (JsonGenerator json = JSON.createGenerator(part.out())) {
        json.writeStartObject();
        json.writeStringField("origin", file.origin());
        json.writeStringField("version", first(file.version()));
        json.writeStringField("delivered_at", file.deliveredAt().toString());
        if (entry != null) {
          json.writeStringField("entry", entry);
        }
        json.writeNumberField("records", report.records());
        json.writeNumberField("flaws", report.problems().size());
        if (!report.problems().isEmpty()) {
          json.writeStringField("reason", report.problems().get(0).problem());
          json.writeNumberField("offset", report.problems().get(0).offset());
        }
        for (Map.Entry<String, String> each : delivery.metadata().entrySet()) {
          json.writeStringField(METADATA + each.getKey(), each.getValue());
        }
        json.writeEndObject();
      }
      part.replace(card);
    }
  }

  /// The version that the source gave.
  private static String first(String version) {
    int more = Math.max(version.indexOf(RETRY), version.indexOf(AGAIN));
    return more < 0 ? version : version.substring(0, more);
  }

  /// Everything kept whose card can be read, in the order of origins.
  public List<Kept> list() throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Path card : cards()) {
      try {
        kept.add(QuarantineCard.read(card));
      } catch (IOException e) {
        // told by #broken, and no reason not to see the others
      }
    }
    kept.sort(Comparator.comparing(Kept::origin).thenComparing(Kept::sha256));
    return kept;
  }

  /// What is wrong with kept copies, each looked at once, however many files it is of; those that
  /// are what was kept are not in it.
  public static Map<Path, String> losses(List<Kept> all) {
    Map<Path, String> losses = new HashMap<>();
    Set<Path> seen = new HashSet<>();
    for (Kept kept : all) {
      String loss = seen.add(kept.content()) ? kept.loss() : null;
      if (loss != null) {
        losses.put(kept.content(), loss);
      }
    }
    return losses;
  }

  /// A card that tells nothing.
  ///
  /// @param reason for people
  public record Broken(Path card, String reason) {
    /// What to do about it.
    public String remedy() {
      return "Put the card back from a copy, or remove it and import its log file once more with"
          + " --again; the bytes may still lie beside it, under the first 64 characters of"
          + " its name";
    }
  }

  /// The cards that cannot be read, in the order of their names.
  public List<Broken> broken() throws IOException {
    List<Broken> broken = new ArrayList<>();
    for (Path card : cards()) {
      try {
        QuarantineCard.read(card);
      } catch (IOException e) {
        broken.add(new Broken(card, FileReason.of(e)));
      }
    }
    return broken;
  }

  /// Whether more than so many files are kept, without a look into any.
  public boolean hasMoreThan(int files) throws IOException {
    if (Files.notExists(folder)) {
      return false;
    }
    int seen = 0;
    try (DirectoryStream<Path> cards = Files.newDirectoryStream(folder, "*" + CARD)) {
      for (Iterator<Path> each = cards.iterator(); each.hasNext(); each.next()) {
        seen++;
        if (seen > files) {
          return true;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return false;
  }

  private List<Path> cards() throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.notExists(folder)) {
      return all;
    }
    try (DirectoryStream<Path> cards = Files.newDirectoryStream(folder, "*" + CARD)) {
      cards.forEach(all::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    all.sort(Comparator.naturalOrder());
    return all;
  }

  /// Removes a kept file for good.
  public synchronized void remove(Kept kept) throws IOException {
    Files.deleteIfExists(kept.card());
    reasons = null;
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(folder, kept.sha256() + "-*" + CARD)) {
      if (!others.iterator().hasNext()) {
        Files.deleteIfExists(kept.content());
      }
    }
  }

  /// Takes off what was kept of earlier, damaged versions of a file, now that this version of it
  /// stands in the sink completely. Nothing happens while this very version is kept.
  synchronized void settle(LogFile file) throws IOException {
    boolean ofAPlace = !file.origin().equals(StandardInput.ORIGIN) && file.size() != 0;
    if (!ofAPlace || file.version().contains(RETRY) || !reasons().containsKey(file.origin())) {
      return;
    }
    List<Kept> earlier = list();
    earlier.removeIf(kept -> !kept.origin().equals(file.origin()));
    if (earlier.stream().noneMatch(kept -> kept.version().equals(file.version()))) {
      Map<String, Map<String, String>> left = reasons();
      for (Kept kept : earlier) {
        remove(kept);
      }
      left.remove(file.origin());
      reasons = left;
    }
  }

  /// Why this version of a file is kept; null when it is not.
  synchronized @Nullable String why(LogFile file) throws IOException {
    return reasons().getOrDefault(file.origin(), Map.of()).get(first(file.version()));
  }

  private Map<String, Map<String, String>> reasons() throws IOException {
    if (reasons == null) {
      reasons = new HashMap<>();
      for (Kept kept : list()) {
        note(reasons, kept);
      }
    }
    return reasons;
  }

  private static void note(Map<String, Map<String, String>> reasons, Kept kept) {
    reasons.computeIfAbsent(kept.origin(), key -> new HashMap<>()).put(kept.version(), kept.why());
  }
}
