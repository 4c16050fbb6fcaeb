package io.trailhouse.lake.check;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A log file of the ledger, and where it can be read again.
///
/// @param origin as the ledger spells it
/// @param sha256 of its unpacked bytes
public record LogFileAt(String origin, String sha256) {
  private static final String IN_ARCHIVE = "!/";

  /// Whether it can be read again.
  public enum State {
    /// In a file that is there.
    THERE,
    /// In a file that is not there, or may not be read.
    GONE,
    /// In a bucket of S3.
    IN_BUCKET,
    /// It was no file: standard input, or Event history.
    NO_FILE
  }

  /// Whether it can be read again, as of now.
  public State state() {
    Path file = file();
    if (file != null) {
      return Files.isReadable(file) ? State.THERE : State.GONE;
    }
    return origin.startsWith("s3://") ? State.IN_BUCKET : State.NO_FILE;
  }

  /// The file that it is or lies in as an archive; null when it is in none.
  public @Nullable Path file() {
    try {
      if (origin.startsWith("file:")) {
        return Path.of(URI.create(origin));
      }
      Path itself = Path.of(origin);
      int inside = origin.indexOf(IN_ARCHIVE);
      if (!itself.isAbsolute()) {
        return null;
      }
      return inside < 0 || Files.exists(itself) ? itself : Path.of(origin.substring(0, inside));
    } catch (InvalidPathException e) {
      return null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
