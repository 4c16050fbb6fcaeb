package io.trailhouse.pipeline;

import io.trailhouse.event.DamagedBytesException;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that is read though its name, size and time are known. Its version names its content, so
/// that the ledger has a row for each content that stood there.
record ReadAgain(SourceFile delivery, LogFile file) implements SourceFile {
  private static final int HASH_SHOWN = 12;

  static SourceFile of(SourceFile delivery) throws IOException {
    LogFile file = delivery.file();
    return new ReadAgain(
        delivery,
        new LogFile(
            file.origin(),
            file.version() + QuarantineStore.AGAIN + hash(delivery).substring(0, HASH_SHOWN),
            file.size(),
            file.name(),
            file.deliveredAt()));
  }

  private static String hash(SourceFile delivery) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = delivery.open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha256.update(buffer, 0, count);
      }
    } catch (DamagedBytesException e) {
      // what came ahead of it is all there is
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public InputStream open() throws IOException {
    return delivery.open();
  }

  @Override
  public void ack() {
    delivery.ack();
  }

  @Override
  public void nack(String reason) {
    delivery.nack(reason);
  }

  @Override
  public long storedSize() {
    return delivery.storedSize();
  }

  @Override
  public @Nullable Holder holder() {
    return delivery.holder();
  }

  @Override
  public Map<String, String> metadata() {
    return delivery.metadata();
  }
}
