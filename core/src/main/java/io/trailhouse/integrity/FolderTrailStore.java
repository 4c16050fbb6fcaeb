package io.trailhouse.integrity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.source.LogFileKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder laid out like the bucket, such as one that `aws s3 sync` has made: `AWSLogs/` stands
/// anywhere in it. Keys begin with `AWSLogs/`.
///
/// A plain copy has no metadata of objects, in which digests have their signatures; what `aws s3api
/// head-object` prints can stand beside a digest, as `<digest>.head.json`.
public final class FolderTrailStore implements TrailStore {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String LOGS = "AWSLogs";
  private static final String HEAD = ".head.json";
  private static final int DEEPEST = 12;

  private final Path root;

  /// @param folder holds `AWSLogs`, is it, or lies within it
  /// @throws IOException when there is no `AWSLogs` anywhere
  public FolderTrailStore(Path folder) throws IOException {
    this.root = root(folder.toAbsolutePath().normalize());
  }

  /// The folder that `AWSLogs` stands in.
  private static Path root(Path folder) throws IOException {
    for (Path up = folder; up != null; up = up.getParent()) {
      if (up.endsWith(LOGS) && up.getParent() != null) {
        return up.getParent();
      }
    }
    try (Stream<Path> below = Files.walk(folder, DEEPEST)) {
      return below
          .filter(path -> path.endsWith(LOGS) && Files.isDirectory(path))
          .map(Path::getParent)
          .findFirst()
          .orElseThrow(
              () -> new IOException("there is no folder AWSLogs in it: it is no copy of a bucket"));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public List<String> digestFolders() throws IOException {
    TreeSet<String> folders = new TreeSet<>();
    try (Stream<Path> below = Files.walk(root.resolve(LOGS), DEEPEST)) {
      below
          .filter(Files::isDirectory)
          .filter(path ->
              path.getParent() != null && path.getParent().endsWith(LogFileKind.DIGEST.folder()))
          .forEach(path -> folders.add(key(path) + "/"));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return List.copyOf(folders);
  }

  private String key(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  @Override
  public void keys(String prefix, Consumer<String> each) throws IOException {
    Path folder = root.resolve(prefix);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> below = Files.walk(folder)) {
      below
          .filter(Files::isRegularFile)
          .map(this::key)
          .filter(key -> !key.endsWith(HEAD))
          .sorted()
          .forEach(each);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public @Nullable Stored open(@Nullable String bucket, String key) throws IOException {
    Path file = root.resolve(key).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      return null; // a digest could name anything
    }
    return new Stored(Files.newInputStream(file), metadata(root.resolve(key + HEAD)));
  }

  private static Map<String, String> metadata(Path head) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    if (!Files.isRegularFile(head)) {
      return metadata;
    }
    try (JsonParser json = JSON.createParser(head.toFile())) {
      boolean inside = false;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          inside = "Metadata".equals(json.currentName());
        } else if (token == JsonToken.END_OBJECT) {
          inside = false;
        } else if (inside && token == JsonToken.VALUE_STRING) {
          metadata.put(json.currentName().toLowerCase(Locale.ROOT), json.getText());
        }
      }
    }
    return metadata;
  }

  @Override
  public @Nullable String bucket() {
    return null;
  }
}
