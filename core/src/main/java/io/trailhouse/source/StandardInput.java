package io.trailhouse.source;

import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;

/// One log file from a stream that can be read once only, kept in a scratch file until it is
/// released. Its content is its version, so the same content again is recognised.
public final class StandardInput implements Source {
  /// The origin of every such file. It is no place: another version is another file.
  public static final String ORIGIN = "standard input";

  private final InputStream in;
  private final Path scratch;
  private final InstantSource clock;

  public StandardInput(InputStream in, Path scratch, InstantSource clock) {
    this.in = in;
    this.scratch = scratch;
    this.clock = clock;
  }

  @Override
  public void emit(Listener listener) throws InterruptedException {
    try {
      Files.createDirectories(scratch);
      Path copy = Files.createTempFile(scratch, "stdin-", ".part");
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(copy), sha256)) {
        in.transferTo(out);
      }
      long size = Files.size(copy);
      String version = HexFormat.of().formatHex(sha256.digest());
      listener.found(1, size);
      LogFile file = new LogFile(ORIGIN, version, size, LogFileName.of(ORIGIN), clock.instant());
      listener.take(new Spooled(file, copy));
    } catch (IOException e) {
      listener.unreadable(ORIGIN, FileReason.of(e));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private record Spooled(LogFile file, Path copy) implements SourceFile {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(copy);
    }

    @Override
    public void ack() {
      try {
        Files.deleteIfExists(copy);
      } catch (IOException e) {
        // the scratch folder is emptied by upkeep
      }
    }
  }
}
