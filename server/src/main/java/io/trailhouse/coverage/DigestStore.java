package io.trailhouse.coverage;

import io.trailhouse.integrity.DigestFile;
import io.trailhouse.integrity.DigestName;
import io.trailhouse.integrity.DigestSignature;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.pipeline.QuarantineStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The digest files that were collected. Every card is looked at, so the time grows with all
/// digests ever collected: about 40,000 a day for 100 accounts and 17 Regions.
final class DigestStore {
  private static final int LARGEST = 64 << 20;
  private static final int GZIP = 0x1f;

  private final QuarantineStore store;

  DigestStore(QuarantineStore store) {
    this.store = store;
  }

  /// @param digest null when it cannot be read
  private record Read(
      QuarantineStore.Kept kept, DigestName name, @Nullable DigestFile digest, byte[] plain) {
    String key() {
      return Collected.key(kept.origin());
    }
  }

  /// The digests whose windows end within a span.
  ///
  /// @param keys null to prove nothing
  List<CollectedDigest> read(CoverageSpan span, Instant from, Instant to, @Nullable PublicKeys keys)
      throws IOException {
    List<Read> all =
        read(name ->
            !name.end().isBefore(from)
                && !name.end().isAfter(to)
                && span.holds(new AccountRegion(name.account(), name.region())));
    Map<String, String> signatures = new HashMap<>();
    for (Read read : all) {
      DigestFile digest = read.digest();
      if (digest != null && digest.previousObject() != null && digest.previousSignature() != null) {
        signatures.put(Collected.key(digest.previousObject()), digest.previousSignature());
      }
    }
    List<CollectedDigest> digests = new ArrayList<>();
    for (Read read : all) {
      digests.add(new CollectedDigest(read.name(), read.digest(), proof(read, signatures, keys)));
    }
    return digests;
  }

  /// The first moment of which any digest says something; null without digests.
  @Nullable Instant first() throws IOException {
    Instant first = null;
    for (Read read : read(name -> true)) {
      Instant each =
          new CollectedDigest(read.name(), read.digest(), Verdict.SIGNATURE_ABSENT).first();
      first = first == null || each.isBefore(first) ? each : first;
    }
    return first;
  }

  private List<Read> read(Predicate<DigestName> wanted) throws IOException {
    List<Read> all = new ArrayList<>();
    for (QuarantineStore.Kept kept : store.list()) {
      DigestName name = DigestName.of(Collected.key(kept.origin()));
      if (name != null && wanted.test(name)) {
        all.add(read(kept, name));
      }
    }
    return all;
  }

  private static Read read(QuarantineStore.Kept kept, DigestName name) {
    try {
      byte[] plain = plain(kept);
      return new Read(kept, name, DigestFile.read(plain), plain);
    } catch (IOException e) {
      return new Read(kept, name, null, new byte[0]);
    }
  }

  private static byte[] plain(QuarantineStore.Kept kept) throws IOException {
    String loss = kept.loss();
    if (loss != null) {
      throw new IOException(loss);
    }
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(kept.content()))) {
      stored.mark(1);
      boolean packed = stored.read() == GZIP;
      stored.reset();
      return packed ? DigestFile.unpack(stored) : stored.readNBytes(LARGEST);
    }
  }

  private static Verdict proof(Read read, Map<String, String> signatures, @Nullable PublicKeys keys)
      throws IOException {
    DigestFile digest = read.digest();
    if (digest == null) {
      return Verdict.INVALID_FORMAT;
    }
    if (!Collected.key(digest.object()).equals(read.key())) {
      return Verdict.MOVED;
    }
    String own = read.kept().metadata().get("signature");
    String signature = own == null ? signatures.get(read.key()) : own;
    if (keys == null || signature == null) {
      return Verdict.SIGNATURE_ABSENT;
    }
    return DigestSignature.check(digest, read.plain(), signature, keys, read.name().region());
  }
}
