package io.trailhouse.platform;

import io.trailhouse.durable.DurableFile;
import io.trailhouse.problem.Causes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the `serve` of a home folder answers, remembered in that folder while it runs. After a
/// `kill -9` it stays, and leads to nobody.
public final class ServePlace implements AutoCloseable {
  private final DurableFile file;

  private ServePlace(Path home) {
    this.file = new DurableFile(home.resolve("serve.address"));
  }

  /// Remembers an address until this is closed.
  public static ServePlace remember(Path home, String url) {
    ServePlace place = new ServePlace(home);
    try {
      place.file.write((url + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Causes.unchecked(e, home.toString());
    }
    return place;
  }

  /// The address that was remembered last; null when there is none.
  public static @Nullable String of(Path home) {
    try {
      byte[] url = new ServePlace(home).file.read();
      return url == null ? null : new String(url, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw Causes.unchecked(e, home.toString());
    }
  }

  @Override
  public void close() {
    try {
      file.remove();
    } catch (IOException e) {
      throw Causes.unchecked(e, "the home folder");
    }
  }
}
