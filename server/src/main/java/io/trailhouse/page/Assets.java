package io.trailhouse.page;

import io.trailhouse.web.WebAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The files of the page, as they are shipped. Scripts and styles have an address with a hash of
/// all of them in it, so that a browser keeps them for ever and yet never mixes two versions.
final class Assets {
  private static final String PREFIX = "/assets/";
  private static final int HASH_BYTES = 8;
  private static final Map<String, String> TYPES =
      Map.of(
          ".js", "text/javascript; charset=utf-8",
          ".mjs", "text/javascript; charset=utf-8",
          ".css", "text/css; charset=utf-8",
          ".svg", "image/svg+xml",
          ".html", "text/html; charset=utf-8");

  private final Map<String, File> files;
  private final String hash;

  private record File(String type, byte[] plain, byte[] zipped) {}

  private Assets(Map<String, File> files, String hash) {
    this.files = files;
    this.hash = hash;
  }

  /// Reads all of them.
  static Assets load() {
    URL index = Objects.requireNonNull(Assets.class.getResource("index.html"), "it is shipped");
    try {
      URI at = index.toURI();
      if (!at.getScheme().equals("jar")) {
        return in(Objects.requireNonNull(Path.of(at).getParent(), "a file lies in a folder"));
      }
      try (FileSystem jar = FileSystems.newFileSystem(at, Map.of())) {
        Path found = jar.provider().getPath(at);
        return in(Objects.requireNonNull(found.getParent(), "a file lies in a folder"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Assets in(Path folder) throws IOException, GeneralSecurityException {
    Map<String, File> files = new TreeMap<>();
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        String type = type(name);
        if (type != null) {
          byte[] bytes = Files.readAllBytes(file);
          files.put(name, new File(type, bytes, zipped(bytes)));
          hash.update(name.getBytes(StandardCharsets.UTF_8));
          hash.update(bytes);
        }
      }
    }
    return new Assets(files, HexFormat.of().formatHex(hash.digest(), 0, HASH_BYTES));
  }

  private static @Nullable String type(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? null : TYPES.get(name.substring(dot));
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  /// Where scripts and styles are: `/assets/HASH`.
  String place() {
    return PREFIX + hash;
  }

  /// Answers with a file of an address below [#place]; false when there is none.
  boolean send(String path, WebAnswer answer) throws IOException {
    String begin = place() + "/";
    File file = path.startsWith(begin) ? files.get(path.substring(begin.length())) : null;
    if (file == null) {
      return false;
    }
    answer.header("Cache-Control", "public, max-age=31536000, immutable");
    answer.header("Vary", "Accept-Encoding");
    boolean zipped = answer.takesGzip();
    if (zipped) {
      answer.header("Content-Encoding", "gzip");
    }
    answer.send(200, file.type(), zipped ? file.zipped() : file.plain());
    return true;
  }

  /// The text of a page, in which `{{NAME}}` stand for what is put in.
  String html(String name) {
    File file = Objects.requireNonNull(files.get(name), name);
    return new String(file.plain(), StandardCharsets.UTF_8);
  }
}
