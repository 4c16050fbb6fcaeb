package io.trailhouse.integrity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.problem.FileReason;
import io.trailhouse.source.LogFileKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
    Path file = file(key);
    if (file == null || !Files.isRegularFile(file)) {
      return null;
    }
    InputStream bytes;
    try {
      bytes = Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      bytes = new Refused(e); // of this file alone nothing can be said
    }
    return stored(bytes, root.resolve(key + HEAD));
  }

  /// A digest could name anything; null for what is no path below this folder.
  private @Nullable Path file(String key) {
    try {
      Path file = root.resolve(key).normalize();
      return file.startsWith(root) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static Stored stored(InputStream bytes, Path head) {
    if (!Files.exists(head)) {
      return new Stored(bytes, Map.of(), null);
    }
    Map<String, String> metadata = Map.of();
    String problem = "it holds no signature";
    try {
      metadata = metadata(head);
    } catch (IOException e) {
      problem = FileReason.of(e);
    }
    boolean isSigned = DigestCheck.isSigned(metadata);
    return new Stored(bytes, metadata, isSigned ? null : head.getFileName() + ": " + problem);
  }

  private static Map<String, String> metadata(Path head) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    try (InputStream in = Files.newInputStream(head);
        JsonParser json = JSON.createParser(in)) {
      boolean inside = false;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        String name = json.currentName();
        if (token == JsonToken.START_OBJECT) {
          inside = "Metadata".equals(name);
        } else if (token == JsonToken.END_OBJECT) {
          inside = false;
        } else if (inside && name != null && token == JsonToken.VALUE_STRING) {
          metadata.put(name.toLowerCase(Locale.ROOT), json.getText());
        }
      }
    }
    return metadata;
  }

  /// A file that is there and may not be read.
  private static final class Refused extends InputStream {
    private final IOException problem;

    Refused(IOException problem) {
      this.problem = problem;
    }

    @Override
    public int read() throws IOException {
      throw problem;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      throw problem;
    }
  }

  @Override
  public @Nullable String bucket() {
    return null;
  }
}
