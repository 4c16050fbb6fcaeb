package io.trailhouse.coverage;

import io.trailhouse.integrity.DigestFile;
import io.trailhouse.integrity.DigestName;
import io.trailhouse.integrity.DigestSignature;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.pipeline.Shelf;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The digest files that were collected. Every card on the shelf is looked at, so the time grows
/// with all digests ever collected: about 40,000 a day for 100 accounts and 17 Regions.
final class DigestShelf {
  private static final int LARGEST = 64 << 20;
  private static final int GZIP = 0x1f;

  private final Shelf shelf;

  DigestShelf(Shelf shelf) {
    this.shelf = shelf;
  }

  private record Read(Shelf.Kept kept, DigestName name, DigestFile digest, byte[] plain) {}

  /// The digests whose windows end within a span.
  ///
  /// @param keys null to prove nothing
  List<CollectedDigest> read(CoverageSpan span, Instant from, Instant to, @Nullable PublicKeys keys)
      throws IOException {
    List<Read> all = new ArrayList<>();
    Map<String, String> signatures = new HashMap<>();
    for (Shelf.Kept kept : shelf.list()) {
      DigestName name = DigestName.of(Collected.key(kept.origin()));
      boolean wanted =
          name != null
              && !name.end().isBefore(from)
              && !name.end().isAfter(to)
              && span.holds(new LaneName(name.account(), name.region()));
      if (name != null && wanted) {
        try {
          byte[] plain = plain(kept);
          DigestFile digest = DigestFile.read(plain);
          all.add(new Read(kept, name, digest, plain));
          if (digest.previousObject() != null && digest.previousSignature() != null) {
            signatures.put(Collected.key(digest.previousObject()), digest.previousSignature());
          }
        } catch (IOException e) {
          // one that cannot be read counts as one that is not there
        }
      }
    }
    List<CollectedDigest> digests = new ArrayList<>();
    for (Read read : all) {
      digests.add(new CollectedDigest(read.name(), read.digest(), proof(read, signatures, keys)));
    }
    return digests;
  }

  private static byte[] plain(Shelf.Kept kept) throws IOException {
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(kept.content()))) {
      stored.mark(1);
      boolean packed = stored.read() == GZIP;
      stored.reset();
      return packed ? DigestFile.unpack(stored) : stored.readNBytes(LARGEST);
    }
  }

  private static Verdict proof(Read read, Map<String, String> signatures, @Nullable PublicKeys keys)
      throws IOException {
    String own = read.kept().metadata().get("signature");
    String signature = own == null ? signatures.get(Collected.key(read.kept().origin())) : own;
    if (keys == null || signature == null) {
      return Verdict.SIGNATURE_ABSENT;
    }
    return DigestSignature.check(
        read.digest(), read.plain(), signature, keys, read.name().region());
  }
}
