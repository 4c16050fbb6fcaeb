package io.trailhouse.cli;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventBatch;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/// Knows a record again that was seen before, as an import does: by its JSON, whatever its spelling
/// and the order of its members. Records with one event ID that say different things are two.
///
/// Keeps 128 bits of each record that it is asked about. For one thread.
final class SeenRecords {
  private final Set<Key> seen = new HashSet<>();
  private long copies;

  private record Key(long high, long low) {}

  /// Whether this record was not seen before; notes it.
  boolean isNew(EventBatch batch, int row) {
    byte[] json = CanonicalJson.of(batch.bytes(), batch.rowFrom(row), batch.rowTo(row));
    try {
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json));
      boolean isNew = seen.add(new Key(digest.getLong(), digest.getLong()));
      copies += isNew ? 0 : 1;
      return isNew;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// How many were seen before.
  long copies() {
    return copies;
  }
}
