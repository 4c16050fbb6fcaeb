package io.trailhouse.aws.history;

import io.trailhouse.aws.EventHistory;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import io.trailhouse.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Events of a partition on loan, packed while they wait for their commit: JSON Lines of the
/// records as the service gave them.
///
/// @param pending learns when they are safe
/// @param unused is told when they were not used
record HistoryLogFile(LogFile file, Packed packed, PendingRange pending, Runnable unused)
    implements SourceFile {
  /// Bytes that nobody compares.
  static final class Packed {
    private final byte[] bytes;

    private Packed(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  static HistoryLogFile of(
      HistoryPartition partition, Bundle bundle, Instant now, Runnable unused) {
    MessageDigest sha256 = sha256();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 << 10);
    try (GZIPOutputStream out = new Packing(bytes)) {
      for (EventHistory.Found found : bundle.events()) {
        byte[] record = found.record().getBytes(StandardCharsets.UTF_8);
        sha256.update(record);
        out.write(record);
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    String origin =
        "lookup-events://%s/%s/%s/%s%s"
            .formatted(
                partition.account(),
                partition.region(),
                Instant.ofEpochSecond(bundle.from()),
                Instant.ofEpochSecond(bundle.to()),
                partition.insight() ? "/insight" : "");
    LogFile file =
        new LogFile(
            origin,
            HexFormat.of().formatHex(sha256.digest()),
            bytes.size(),
            LogFileName.of(""),
            now);
    return new HistoryLogFile(file, new Packed(bytes.toByteArray()), bundle.pending(), unused);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static final class Packing extends GZIPOutputStream {
    Packing(ByteArrayOutputStream out) throws IOException {
      super(out, 16 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(packed.bytes);
  }

  @Override
  public void ack() {
    pending.safe();
  }

  /// The seconds stay incomplete, and are asked for by the next run.
  @Override
  public void nack(String reason) {
    unused.run();
  }
}
