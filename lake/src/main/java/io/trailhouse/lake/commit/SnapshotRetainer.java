package io.trailhouse.lake.commit;

import io.trailhouse.durable.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Which commits of `events` somebody still follows, so that upkeep keeps their order: files in the
/// home folder, each with the oldest commit that is needed and until when that holds. Who no longer
/// follows stops renewing.
public final class SnapshotRetainer {
  /// Beyond this nobody is waited for.
  public static final Duration LONGEST = Duration.ofDays(31);

  private final Path folder;
  private final InstantSource clock;

  public SnapshotRetainer(Path home, InstantSource clock) {
    this.folder = home.resolve("followers");
    this.clock = clock;
  }

  /// Keeps commits from a sequence number on.
  ///
  /// @param name of who follows; letters, digits and dashes
  /// @param time how long, unless it is renewed; [#LONGEST] at the most
  public void hold(String name, long commit, Duration time) {
    Duration kept = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    String text = commit + " " + clock.instant().plus(kept).toEpochMilli();
    try {
      new DurableFile(folder.resolve(name + ".hold")).write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Follows no longer.
  public void release(String name) {
    try {
      new DurableFile(folder.resolve(name + ".hold")).remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The oldest commit that somebody follows; [Long#MAX_VALUE] when nobody does.
  public long oldest() {
    if (!Files.isDirectory(folder)) {
      return Long.MAX_VALUE;
    }
    long oldest = Long.MAX_VALUE;
    Instant now = clock.instant();
    try (DirectoryStream<Path> holds = Files.newDirectoryStream(folder, "*.hold")) {
      for (Path hold : holds) {
        String[] parts = Files.readString(hold).split(" ", -1);
        if (parts.length == 2 && Long.parseLong(parts[1]) > now.toEpochMilli()) {
          oldest = Math.min(oldest, Long.parseLong(parts[0]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return oldest;
  }
}
